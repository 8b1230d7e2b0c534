using Keeper.Agent.Probes.Port;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Port;

public sealed class UdpExecutorTests
{
    private static readonly PortExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_AnswerThatMatches_Succeeds()
    {
        await using var peer = new UdpPeer(question => [[.. "re: "u8, .. question]]);

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, protocol = "udp", send = "status", expect = "^re: status$" });

        Assert.Equal((Outcome.Success, "re: status"), (result.Outcome, result.Output));
        Assert.Equal(new Assertion("answers", true, "'re: status'"), result.Assertions[0]);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = UdpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port, protocol = "udp" }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, $"refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
        Assert.Equal(new Assertion("is not refused", false, result.Message), Assert.Single(result.Assertions));
    }

    [Theory]
    [InlineData(null, Outcome.Success, "nothing came back within 900 ms, but nothing refused either")]
    [InlineData("x", Outcome.TargetFailed, "timed out after 900 ms while waiting for an answer")]
    [Trait("Target", "timeout")]
    public async Task Run_Silence_CountsByWhatWasExpected(string? expect, Outcome outcome, string message)
    {
        await using var peer = new UdpPeer(_ => []);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, protocol = "udp", expect, timeoutMs = 900 }, time);
        await peer.Questions.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(900));

        var result = await run.Within("the probe");

        Assert.Equal(outcome, result.Outcome);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
        Assert.Contains("900 ms", Assert.Single(result.Assertions).Actual, StringComparison.Ordinal);
    }
}
