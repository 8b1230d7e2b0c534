using System.Collections.Concurrent;
using Keeper.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keeper.Process.Tests.Harness;

/// <summary>
/// What probes are sent at: a server that counts who asked for what. It can hold its answers back, so that a test knows
/// what an agent is executing when it kills it.
/// </summary>
internal sealed class ProbeTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Recorder<string> _arrived = new();
    private readonly ConcurrentQueue<string> _answered = new();
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _unanswered = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _requests;
    private int _holdAfter = int.MaxValue;
    private TaskCompletionSource _open = Opened();

    private ProbeTarget(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>How often each path was asked for.</summary>
    public IReadOnlyDictionary<string, int> Hits => _hits;

    /// <summary>What was asked for and not answered yet.</summary>
    public IReadOnlyCollection<string> Unanswered => [.. _unanswered.Keys];

    /// <summary>What was answered last.</summary>
    public IEnumerable<string> LastAnswered(int count) => _answered.TakeLast(count);

    public static async Task<ProbeTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var target = new ProbeTarget(app);
        app.Run(target.AnswerAsync);
        await app.StartAsync().Within("the probe target's start");
        return target;
    }

    /// <summary>From the given number of requests on, counted from the first ever, answers wait for <see cref="Release"/>.</summary>
    public void HoldAfter(int requests)
    {
        lock (_gate)
        {
            _holdAfter = requests;
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Answers everything.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _holdAfter = int.MaxValue;
            _open.TrySetResult();
        }
    }

    public Task WhenArrivedAsync(int requests) => _arrived.WhenCountAsync(requests, TimeSpan.FromSeconds(90));

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Task open;
        _unanswered.TryAdd(path, 0);
        lock (_gate)
        {
            _hits.AddOrUpdate(path, 1, static (_, n) => n + 1);
            _arrived.Add(path);
            open = ++_requests > _holdAfter ? _open.Task : Task.CompletedTask;
        }

        await open;
        await context.Response.WriteAsync("ok");
        await context.Response.CompleteAsync();
        _answered.Enqueue(path);
        _unanswered.TryRemove(path, out _);
    }
}
