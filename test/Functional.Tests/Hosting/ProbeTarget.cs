using Keeper.Testing;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>An HTTP server that tests send probes and results to. It answers what it is told, one answer after the other.</summary>
internal sealed class ProbeTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly int[] _statuses;
    private int _requests;

    private ProbeTarget(WebApplication app, int[] statuses) => (_app, _statuses) = (app, statuses);

    /// <summary>Body, content type and content length of each request.</summary>
    public Recorder<(string Body, string? ContentType, long? Length)> Requests { get; } = new();

    public Uri Url => new(_app.Urls.Single());

    /// <param name="statuses">The status of each answer; the last one goes on.</param>
    public static async Task<ProbeTarget> StartAsync(params int[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var target = new ProbeTarget(app, statuses.Length == 0 ? [200] : statuses);
        app.Run(target.AnswerAsync);
        await app.StartAsync().Within("the target's start");
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var number = Interlocked.Increment(ref _requests);
        context.Response.StatusCode = _statuses[Math.Min(number, _statuses.Length) - 1];
        Requests.Add((body, context.Request.ContentType, context.Request.ContentLength));
        await context.Response.WriteAsync("hello");
    }
}
