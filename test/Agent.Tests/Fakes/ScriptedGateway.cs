using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Tests;

/// <summary>
/// A gateway over real HTTP that does what a test scripts: parks polls until there is something to answer, accepts reports
/// unless told otherwise, and records everything it hears.
/// </summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<PollResponse> _answers = new();
    private readonly SemaphoreSlim _answerReady = new(0);

    private ScriptedGateway(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public Recorder<EnrollRequest> Enrolments { get; } = new();

    public Recorder<PollRequest> Polls { get; } = new();

    public Recorder<TaskReport> Reports { get; } = new();

    /// <summary>How many reports each call to /reports brought.</summary>
    public Recorder<int> Batches { get; } = new();

    public Recorder<ByeRequest> Byes { get; } = new();

    public Recorder<string> Bearers { get; } = new();

    /// <summary>A status to answer instead, by call name; <see langword="null"/> to serve it.</summary>
    public Func<string, byte[], int?> Fail { get; set; } = (_, _) => null;

    /// <summary>Why a report is refused; <see langword="null"/> to accept it.</summary>
    public Func<TaskReport, string?> Refuse { get; set; } = _ => null;

    /// <summary>Awaited before a call to /reports is answered.</summary>
    public Func<Task> BeforeReportsAnswer { get; set; } = () => Task.CompletedTask;

    public int HeartbeatSeconds { get; set; } = 5;

    public static async Task<ScriptedGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var gateway = new ScriptedGateway(app);
        app.MapPost("/agent/v1/enroll", c => gateway.ServeAsync(c, "enroll", AgentWireJson.Default.EnrollRequest, gateway.EnrollAsync));
        app.MapPost("/agent/v1/poll", c => gateway.ServeAsync(c, "poll", AgentWireJson.Default.PollRequest, gateway.PollAsync));
        app.MapPost("/agent/v1/reports", c => gateway.ServeAsync(c, "reports", AgentWireJson.Default.ReportsRequest, gateway.ReportAsync));
        app.MapPost("/agent/v1/bye", c => gateway.ServeAsync(c, "bye", AgentWireJson.Default.ByeRequest, gateway.ByeAsync));
        await app.StartAsync();
        gateway.Url = app.Urls.First();
        return gateway;
    }

    /// <summary>The next poll that may wait, or is waiting, gets this.</summary>
    public void Answer(PollResponse answer)
    {
        _answers.Enqueue(answer with { HeartbeatSeconds = HeartbeatSeconds });
        _answerReady.Release();
    }

    public void HandOut(params Instruction[] instructions) => Answer(new PollResponse { Instructions = instructions });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _answerReady.Dispose();
    }

    private async Task ServeAsync<T>(HttpContext http, string call, JsonTypeInfo<T> type, Func<HttpContext, T, Task> serve)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (Fail(call, body.ToArray()) is { } status)
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync($"scripted {status}");
            return;
        }

        Bearers.Add(http.Request.Headers.Authorization.ToString());
        await serve(http, JsonSerializer.Deserialize(body.ToArray(), type)!);
    }

    private Task EnrollAsync(HttpContext http, EnrollRequest request)
    {
        Enrolments.Add(request);
        http.Response.StatusCode = 201;
        return WriteAsync(http, new EnrollResponse("agent-1", "vpc-a", $"ka.agent-1.{Enrolments.Items.Count}", HeartbeatSeconds), AgentWireJson.Default.EnrollResponse);
    }

    private async Task PollAsync(HttpContext http, PollRequest poll)
    {
        Polls.Add(poll);
        foreach (var report in poll.Reports ?? [])
            Reports.Add(report);
        var (accepted, refused) = Judge(poll.Reports ?? []);
        var answer = new PollResponse { HeartbeatSeconds = HeartbeatSeconds };
        if (poll.Capacity > 0 && poll.WaitSeconds > 0)
            await _answerReady.WaitAsync(http.RequestAborted);
        else if (poll.Capacity == 0 || !_answerReady.Wait(0))
        {
            await WriteAsync(http, answer with { Accepted = accepted, Refused = refused }, AgentWireJson.Default.PollResponse);
            return;
        }

        _answers.TryDequeue(out var scripted);
        await WriteAsync(http, (scripted ?? answer) with { Accepted = accepted, Refused = refused }, AgentWireJson.Default.PollResponse);
    }

    private async Task ReportAsync(HttpContext http, ReportsRequest request)
    {
        Batches.Add(request.Reports.Count);
        foreach (var report in request.Reports)
            Reports.Add(report);
        await BeforeReportsAnswer();
        var (accepted, refused) = Judge(request.Reports);
        await WriteAsync(http, new ReportsResponse(accepted, refused), AgentWireJson.Default.ReportsResponse);
    }

    private Task ByeAsync(HttpContext http, ByeRequest request)
    {
        Byes.Add(request);
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private (List<AttemptRef> Accepted, List<RefusedReport> Refused) Judge(IReadOnlyList<TaskReport> reports)
    {
        var refused = reports.Where(r => Refuse(r) is not null).Select(r => new RefusedReport(r.TaskId, r.Attempt, Refuse(r)!)).ToList();
        var accepted = reports.Where(r => Refuse(r) is null).Select(r => new AttemptRef(r.TaskId, r.Attempt)).Distinct().ToList();
        return (accepted, refused);
    }

    private static Task WriteAsync<T>(HttpContext http, T body, JsonTypeInfo<T> type) =>
        http.Response.WriteAsJsonAsync(body, type);
}
