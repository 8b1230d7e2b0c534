using Keeper.Silo.Standby;
using Keeper.Storage.Leases;
using Keeper.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Keeper.Functional.Tests.Standby;

/// <summary>What the door does with a request while the lease can't be renewed.</summary>
public sealed class DoorTests : IAsyncDisposable
{
    private readonly WebApplication _process = WebApplication.CreateSlimBuilder().Build();
    private readonly ManualTimeProvider _time = new();
    private readonly LeaseWatch _watch;
    private readonly Term _term;
    private readonly Door _door;

    public DoorTests()
    {
        _watch = new LeaseWatch(_time);
        _term = new Term(_watch);
        _door = new Door(_watch, _time, _process.Lifetime);
        _watch.Granted(1, _watch.Now);
        _term.Begin(1);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Fact]
    public async Task Handle_LeaseIsFresh_IsAnswered()
    {
        using var server = await ServeAsync();

        Assert.Equal(StatusCodes.Status200OK, (await AskAsync()).Response.StatusCode);
    }

    [Fact]
    public async Task Handle_LeaseIsStaleForAMoment_WaitsAndIsAnswered()
    {
        using var server = await ServeAsync();
        _time.Advance(LeaseTimes.AnswersFor);
        var asked = AskAsync();
        _time.Advance(Door.Patience - TimeSpan.FromSeconds(1));
        Assert.False(asked.IsCompleted);

        _watch.Granted(1, _watch.Now);

        Assert.Equal(StatusCodes.Status200OK, (await asked.Within("the answer")).Response.StatusCode);
    }

    [Fact]
    public async Task Handle_LeaseStaysStale_IsRefusedAndSaysWhy()
    {
        using var server = await ServeAsync();
        _door.Active = new(Fault: "Storage: nobody is there.");
        _time.Advance(LeaseTimes.AnswersFor);
        var asked = AskAsync();

        _time.Advance(Door.Patience);

        var context = await asked.Within("the answer");
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.False(string.IsNullOrEmpty(context.Response.Headers.RetryAfter));
        Assert.Contains("Storage: nobody is there.", Body(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_TermEndsMeanwhile_IsRefusedAtOnce()
    {
        using var server = await ServeAsync();
        _time.Advance(LeaseTimes.AnswersFor);
        var asked = AskAsync();

        _watch.Lost();

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await asked.Within("the answer")).Response.StatusCode);
    }

    [Fact]
    public async Task Handle_HealthWhileStale_IsAnsweredAtOnce()
    {
        using var server = await ServeAsync();
        _time.Advance(LeaseTimes.AnswersFor);

        var context = await AskAsync("/healthz").Within("the answer");

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Contains("degraded", Body(context), StringComparison.Ordinal);
    }

    private static string Body(HttpContext context) =>
        System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());

    private async Task<TermServer> ServeAsync()
    {
        var server = new TermServer(_door, _watch, _term);
        await server.StartAsync(new Answering(), CancellationToken.None);
        return server;
    }

    private async Task<HttpContext> AskAsync(string path = "/api/v1/tasks")
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Path = path;
        await _door.HandleAsync(context);
        return context;
    }

    private sealed class Answering : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // It holds nothing.
        }
    }
}
