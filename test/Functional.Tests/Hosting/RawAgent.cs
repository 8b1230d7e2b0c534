using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>An agent that does nothing by itself: each of its requests is one that a test makes.</summary>
internal sealed class RawAgent : IDisposable
{
    private readonly TimeProvider _time;

    private RawAgent(HttpClient http, string instanceId, DateTimeOffset startedAt, TimeProvider time) =>
        (Http, InstanceId, StartedAt, _time) = (http, instanceId, startedAt, time);

    public HttpClient Http { get; }

    public string InstanceId { get; }

    public DateTimeOffset StartedAt { get; }

    public string Id { get; private init; } = "";

    public string Secret { get; private init; } = "";

    public static async Task<HttpResponseMessage> TryEnrollAsync(Uri gateway, string token, string name, string instanceId = "i1")
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = Deadline.Default };
        return await http.PostAsJsonAsync(
            "/agent/v1/enroll",
            new EnrollRequest { Token = token, Name = name, Version = "1.0", InstanceId = instanceId, Executors = Executors },
            AgentWireJson.Default.EnrollRequest);
    }

    /// <summary>Enrols, and polls once so that it can be given work.</summary>
    public static async Task<RawAgent> JoinAsync(KeeperHost host, string name = "raw", string vpc = KeeperHost.Vpc, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var instanceId = $"{name}-{Guid.NewGuid():N}";
        using var response = await TryEnrollAsync(host.Gateway, await host.TokenAsync(vpc), name, instanceId);
        var enrolled = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(AgentWireJson.Default.EnrollResponse))!;
        var agent = With(host, enrolled.Secret, instanceId, clock.GetUtcNow(), clock, enrolled.AgentId);
        await agent.PollAsync(capacity: 0, full: true);
        return agent;
    }

    /// <summary>Another process with a credential that is known.</summary>
    public static RawAgent With(
        KeeperHost host, string secret, string instanceId, DateTimeOffset startedAt, TimeProvider? time = null, string id = "")
    {
        var http = new HttpClient { BaseAddress = host.Gateway, Timeout = Deadline.Default };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return new RawAgent(http, instanceId, startedAt, time ?? TimeProvider.System) { Id = id, Secret = secret };
    }

    public async Task<PollResponse> PollAsync(
        double waitSeconds = 0,
        int capacity = 100,
        IReadOnlyList<AttemptRef>? running = null,
        bool full = false,
        IReadOnlyList<TaskReport>? reports = null)
    {
        using var response = await SendPollAsync(waitSeconds, capacity, running, full, reports);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(AgentWireJson.Default.PollResponse))!;
    }

    public Task<HttpResponseMessage> SendPollAsync(
        double waitSeconds = 0,
        int capacity = 100,
        IReadOnlyList<AttemptRef>? running = null,
        bool full = false,
        IReadOnlyList<TaskReport>? reports = null,
        CancellationToken hangUp = default) => PostAsync(
        "poll",
        new PollRequest
        {
            InstanceId = InstanceId,
            StartedAt = StartedAt,
            SentAt = _time.GetUtcNow(),
            Capacity = capacity,
            WaitSeconds = waitSeconds,
            Running = running ?? [],
            Reports = reports,
            Version = full ? "1.0" : null,
            Executors = full ? Executors : null,
        },
        AgentWireJson.Default.PollRequest,
        hangUp);

    /// <summary>Takes the one instruction that there is, waiting for it if need be.</summary>
    public async Task<Instruction> TakeOneAsync() => Assert.Single((await PollAsync(waitSeconds: 5, capacity: 1)).Instructions);

    public async Task<ReportsResponse> ReportAsync(params TaskReport[] reports)
    {
        using var response = await PostAsync("reports", new ReportsRequest(InstanceId, reports), AgentWireJson.Default.ReportsRequest);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(AgentWireJson.Default.ReportsResponse))!;
    }

    public async Task<HttpStatusCode> ByeAsync()
    {
        using var response = await PostAsync("bye", new ByeRequest(InstanceId), AgentWireJson.Default.ByeRequest);
        return response.StatusCode;
    }

    public TaskReport Report(string taskId, int attempt, TaskState state = TaskState.Succeeded) => new()
    {
        TaskId = taskId,
        Attempt = attempt,
        State = state,
        At = _time.GetUtcNow(),
        Result = state.IsTerminal() ? new TaskResult { Outcome = Outcome.Success, Message = "done" } : null,
    };

    public void Dispose() => Http.Dispose();

    private static ExecutorInfo[] Executors => [new("port", "1.0"), new("http", "1.0")];

    private Task<HttpResponseMessage> PostAsync<T>(string call, T body, JsonTypeInfo<T> type, CancellationToken hangUp = default) =>
        Http.PostAsJsonAsync($"/agent/v1/{call}", body, type, hangUp);
}
