using Keeper.Agent.Probes.Icmp;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Icmp;

public sealed class IcmpExecutorTests
{
    [IcmpFact]
    public async Task Run_Loopback_AnswersAll()
    {
        var result = await Probe.RunAsync(new IcmpExecutorFactory(), new { host = "127.0.0.1", count = 3, maxLossPercent = 0, maxLatencyMs = 20_000, timeoutMs = 20_000 }).Within("the probe");

        Assert.Matches(@"^127\.0\.0\.1 answers 3 of 3, loss 0 %, rtt min/avg/max [\d.]+/[\d.]+/[\d.]+ ms$", result.Message);
        Assert.Equal((Outcome.Success, 2), (result.Outcome, result.Assertions.Count(a => a.Passed)));
    }

    [IcmpFact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("^(unreachable|denied)", (await Probe.RunAsync(new IcmpExecutorFactory(), new { host = "255.255.255.255" }).Within("the probe")).Message);

    [Fact]
    public async Task Run_NoSuchName_SaysSo() =>
        Assert.StartsWith("name not found", (await Probe.RunAsync(new IcmpExecutorFactory(), new { host = "no-such-host.invalid" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_NotPermitted_SaysWhatWouldPermitIt()
    {
        var factory = new IcmpExecutorFactory((_, _) => Task.FromResult(new OpenedEcho(null, EchoSocket.Forbidden, IsForbidden: true)));

        var result = await Probe.RunAsync(factory, new { host = "127.0.0.1" });

        Assert.Equal(Outcome.ExecutorFailed, result.Outcome);
        Assert.Contains("CAP_NET_RAW", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EverySecondAnswered_CountsTheLoss()
    {
        var echo = new ScriptedEcho(request => request[7] % 2 == 0 ? [ScriptedEcho.ReplyTo(request)] : []);

        var result = await RunToTheEndAsync(echo, count: 4, maxLossPercent: 25);

        Assert.Equal((Outcome.TargetFailed, "expected: loss is at most 25 %; found: 50 %"), (result.Outcome, result.Message));
        Assert.True(echo.IsDisposed);
    }

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_RepliesTwice_CountsEachRequestOnce()
    {
        var echo = new ScriptedEcho(request => [ScriptedEcho.ReplyTo(request), ScriptedEcho.ReplyTo(request)]);

        var result = await RunToTheEndAsync(echo, count: 2);

        Assert.StartsWith("127.0.0.1 answers 2 of 2, loss 0 %, rtt min/avg/max ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "slow")]
    public async Task Run_SlowAnswers_AreMeasured()
    {
        byte[]? held = null;
        var echo = new ScriptedEcho(request =>
        {
            var answers = held is null ? Array.Empty<byte[]>() : [ScriptedEcho.ReplyTo(held)];
            held = request;
            return answers;
        });

        var result = await RunToTheEndAsync(echo, count: 2, maxLatencyMs: 10);

        Assert.Equal("expected: average round trip is at most 10 ms; found: 50 ms", result.Message);
        Assert.Equal(
            new Dictionary<string, double> { ["lossPercent"] = 50, ["rttMs.min"] = 50, ["rttMs.avg"] = 50, ["rttMs.max"] = 50 }, result.Values);
    }

    [Fact]
    [Trait("Target", "timeout")]
    public async Task Run_NoAnswer_TimesOut()
    {
        var result = await RunToTheEndAsync(new ScriptedEcho(_ => []), count: 2);

        Assert.Equal((Outcome.TargetFailed, "timed out: 127.0.0.1 answers none of 2 echo requests within 2000 ms"), (result.Outcome, result.Message));
        Assert.Equal(new Dictionary<string, double> { ["lossPercent"] = 100 }, result.Values);
    }

    [Fact]
    [Trait("Target", "garbage")]
    [Trait("Target", "endless")]
    public async Task Run_GarbageWithoutEnd_IsNoAnswer()
    {
        var echo = new ScriptedEcho(request => Enumerable.Repeat<byte[]>([0, 0, 1], 1_000).Append([.. ScriptedEcho.ReplyTo(request)[..20], .. new byte[20]]));

        var result = await RunToTheEndAsync(echo, count: 2);

        Assert.StartsWith("timed out: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_Undeliverable_SaysSoWithoutWaiting()
    {
        byte[] quotedHeader = [0x45, .. new byte[19]];
        var echo = new ScriptedEcho(request => [[3, 1, .. new byte[6], .. quotedHeader, .. request[..8]]]);

        var result = await Probe.RunAsync(echo.Factory, new { host = "127.0.0.1", count = 1, timeoutMs = 60_000 }).Within("the probe");

        Assert.Equal("unreachable: 1 of 1 echo requests to 127.0.0.1 came back as undeliverable", result.Message);
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndClosesTheSocket()
    {
        var echo = new ScriptedEcho(_ => []);
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(echo.Factory, new { host = "127.0.0.1" }, new ManualTimeProvider(), cancel.Token);
        await echo.Requests.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        Assert.True(echo.IsDisposed);
    }

    /// <summary>Moves the clock from request to request and then to the end, each time when all that came back was taken.</summary>
    private static async Task<TaskResult> RunToTheEndAsync(ScriptedEcho echo, int count, int? maxLossPercent = null, int? maxLatencyMs = null)
    {
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(echo.Factory, new { host = "127.0.0.1", count, maxLossPercent, maxLatencyMs }, time);
        for (var sent = 1; sent < count; sent++)
        {
            await echo.Requests.WhenCountAsync(sent);
            await echo.WhenTakenAsync();
            await time.WhenTimerArmedAsync(EchoBurst.Spacing).Within("the pause before the next request");
            time.Advance(EchoBurst.Spacing);
        }

        await echo.Requests.WhenCountAsync(count);
        await Task.WhenAny(run, echo.WhenTakenAsync());
        await time.AdvanceUntilAsync(run).Within("the end of the burst");
        return await run;
    }
}
