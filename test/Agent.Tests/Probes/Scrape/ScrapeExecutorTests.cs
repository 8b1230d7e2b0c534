using Keeper.Agent.Probes.Scrape;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Http;

namespace Keeper.Agent.Tests.Probes.Scrape;

public sealed class ScrapeExecutorTests
{
    private const string Page = """
        # HELP lag_seconds How far a replica is behind.
        # TYPE lag_seconds gauge
        lag_seconds{role="replica",node="a"} 2.5
        lag_seconds{role="replica",node="b"} 31
        lag_seconds{role="primary",node="c"} 0
        connections 17 1395066363000
        ratio NaN
        """;

    private static readonly ScrapeExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_SeriesThere_ShowsTheirValues()
    {
        await using var peer = await ServeAsync(Page);

        var result = await RunAsync(peer.Url, new { name = "connections" }, new { name = "lag_seconds", labels = new { role = "primary" }, max = 1 });

        Assert.Equal((Outcome.Success, "connections 17, lag_seconds{role=\"primary\",node=\"c\"} 0"), (result.Outcome, result.Message));
        Assert.Equal("connections 17\nlag_seconds{role=\"primary\",node=\"c\"} 0\n", result.Output);
        Assert.Equal(new Dictionary<string, double> { ["connections"] = 17, ["lag_seconds{role=\"primary\",node=\"c\"}"] = 0 }, result.Values);
        Assert.Equal(["connect", "dns", "firstByte", "transfer"], result.Phases!.Keys.Order());
    }

    [Fact]
    public async Task Run_OneOfSeveralBeyondItsLimit_SaysWhichWithItsValue()
    {
        await using var peer = await ServeAsync(Page);

        var result = await RunAsync(peer.Url, new { name = "lag_seconds", labels = new { role = "replica" }, min = 0, max = 30 });

        Assert.Equal(
            (Outcome.TargetFailed, "expected: lag_seconds{role=\"replica\",node=\"b\"} is at most 30; found: 31"), (result.Outcome, result.Message));
        Assert.Equal(4, result.Assertions.Count);
        Assert.Equal([2.5, 31], result.Values!.Values.Order());
    }

    [Fact]
    public async Task Run_NotANumber_IsOutsideOfEveryLimit()
    {
        await using var peer = await ServeAsync(Page);

        var result = await RunAsync(peer.Url, new { name = "ratio", min = 0, max = 1 });

        Assert.Equal("expected: ratio is at least 0; found: NaN; expected: ratio is at most 1; found: NaN", result.Message);
        Assert.Null(result.Values);
    }

    [Fact]
    public async Task Run_NoSuchSeries_SaysSo()
    {
        await using var peer = await ServeAsync(Page);

        var result = await RunAsync(peer.Url, new { name = "connections", labels = new { pool = "x" } });

        Assert.Equal((Outcome.TargetFailed, "expected: connections{pool=\"x\"} is there; found: not among 5 samples"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_ManySamplesOfOneSeries_LooksAtABoundedNumber()
    {
        await using var peer = await ServeAsync(string.Concat(Enumerable.Range(0, 500).Select(i => $"a{{i=\"{i}\"}} {i}\n")));

        var result = await RunAsync(peer.Url, new { name = "a" });

        Assert.Equal((Outcome.Success, ScrapedSeries.MaxPerSeries), (result.Outcome, result.Assertions.Count));
        Assert.EndsWith(" and 15 more", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>hello</html>", "does not answer with Prometheus text: '<html>hello</html>'")]
    [InlineData("# nothing\n", "does not answer with Prometheus text: no sample in it")]
    [Trait("Target", "garbage")]
    public async Task Run_Garbage_SaysWhatCame(string page, string message)
    {
        await using var peer = await ServeAsync(page);

        var result = await RunAsync(peer.Url, new { name = "up" });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.EndsWith(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ErrorStatus_IsAFailure()
    {
        await using var peer = await WebPeer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("up 1\n");
        });

        var result = await RunAsync(peer.Url, new { name = "up" });

        Assert.EndsWith("answers 503 Service Unavailable", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = TcpPeer.ClosedPort();

        var result = await RunAsync($"http://127.0.0.1:{port}/", new { name = "up" });

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", result.Message);
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("^(unreachable|denied)", (await RunAsync("http://255.255.255.255/", new { name = "up" })).Message);

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessPage_ReadsNoMoreThanOneMiB()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\nfirst 1\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, string.Concat(Enumerable.Repeat("other 2\n", 10_000)), ct);
        });

        var result = await RunAsync(peer.Url, new { name = "first" }, new { name = "last" });

        Assert.Contains("expected: last is there; found: not among ", result.Message, StringComparison.Ordinal);
        Assert.Equal("first 1\n(read no further than 1 MiB)\n", result.Output);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nup 1\n")]
    [Trait("Target", "timeout")]
    [Trait("Target", "slow")]
    public async Task Run_SilentOrSlowPeer_TimesOutAndHangsUp(string begin)
    {
        await using var peer = TcpPeer.Saying(begin);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { url = peer.Url, series = new[] { new { name = "up" } }, timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Matches($"^timed out after 700 ms while .* 127.0.0.1(:|, port ){peer.Port}", result.Message);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { url = peer.Url, series = new[] { new { name = "up" } } }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    private static Task<WebPeer> ServeAsync(string page) => WebPeer.StartAsync(context => context.Response.WriteAsync(page));

    private static Task<TaskResult> RunAsync(string url, params object[] series) => Probe.RunAsync(Factory, new { url, series }).Within("the probe");
}
