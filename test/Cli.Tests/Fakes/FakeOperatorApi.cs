using System.Collections.Concurrent;
using Keeper.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keeper.Cli.Tests.Fakes;

/// <summary>An operator API that plays a script: each call has its replies in order, the last one for ever.</summary>
internal sealed class FakeOperatorApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> _script = new();

    private FakeOperatorApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    public Recorder<Received> Requests { get; } = new();

    public Received Only => Assert.Single(Requests.Items);

    public static async Task<FakeOperatorApi> StartAsync()
    {
        var api = new FakeOperatorApi();
        await api._app.StartAsync(Deadline.Token());
        return api;
    }

    /// <summary>Scripts a call, for example <c>GET /api/v1/vpcs</c>; the query does not count.</summary>
    public FakeOperatorApi On(string call, params Reply[] replies)
    {
        _script[call] = new ConcurrentQueue<Reply>(replies);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var received = new Received(
            http.Request.Method,
            http.Request.Path,
            http.Request.QueryString.ToString(),
            http.Request.Headers.Authorization,
            await reader.ReadToEndAsync(http.RequestAborted));
        Requests.Add(received);
        var reply = Next($"{received.Method} {received.Path}");
        if (reply.Never)
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is { } pause)
            http.Response.Headers.RetryAfter = pause;
        if (reply.Body.Length == 0)
            return;
        http.Response.ContentType = reply.ContentType;
        await http.Response.WriteAsync(reply.Body, http.RequestAborted);
    }

    private Reply Next(string call)
    {
        if (!_script.TryGetValue(call, out var replies))
            return Reply.Problem(599, $"the script has no {call}");
        return replies.Count > 1 && replies.TryDequeue(out var reply) ? reply : replies.First();
    }
}
