using System.Collections.Concurrent;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Clocks;

/// <summary>An HTTP server that counts who asks for which path, and holds its answers back from some request on.</summary>
internal sealed class PathTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Recorder<string> _arrived = new();
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly Signal _released = new();
    private readonly int _answeredAtOnce;
    private int _requests;

    private PathTarget(WebApplication app, int answeredAtOnce) => (_app, _answeredAtOnce) = (app, answeredAtOnce);

    public string Url => _app.Urls.Single();

    /// <summary>How often each path was asked for.</summary>
    public IReadOnlyDictionary<string, int> Hits => _hits;

    /// <param name="answeredAtOnce">So many requests are answered at once; those after them wait for <see cref="Release"/>.</param>
    public static async Task<PathTarget> StartAsync(int answeredAtOnce)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var target = new PathTarget(app, answeredAtOnce);
        app.Run(target.AnswerAsync);
        await app.StartAsync().Within("the target's start");
        return target;
    }

    public void Release() => _released.Raise();

    public Task WhenArrivedAsync(int requests) => _arrived.WhenCountAsync(requests);

    public ValueTask DisposeAsync()
    {
        Release();
        return _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _hits.AddOrUpdate(path, 1, static (_, n) => n + 1);
        var wait = Interlocked.Increment(ref _requests) > _answeredAtOnce;
        _arrived.Add(path);
        if (wait)
            await _released.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("ok");
    }
}
