using Keeper.Agent.Probes.Tls;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Tls;

/// <summary>Targets that do not get as far as a certificate.</summary>
public sealed class TlsTroubleTests
{
    private static readonly TlsExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = TcpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port });

        Assert.Equal((Outcome.TargetFailed, $"refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("^(unreachable|denied)", (await Probe.RunAsync(Factory, new { host = "255.255.255.255", port = 443 })).Message);

    [Fact]
    public async Task Run_NoSuchName_SaysSo() =>
        Assert.StartsWith("name not found", (await Probe.RunAsync(Factory, new { host = "no-such-host.invalid", port = 443 })).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Target", "garbage")]
    public async Task Run_Garbage_SaysThereIsNoTls()
    {
        await using var peer = TcpPeer.Saying("220 smtp ready\r\n");

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"no TLS with 127.0.0.1:{peer.Port}: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ClosedInTheHandshake_SaysSo()
    {
        await using var peer = new TcpPeer(async (stream, ct) => _ = await stream.ReadAsync(new byte[4096], ct));

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Contains($"making a TLS handshake with 127.0.0.1:{peer.Port}", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessHandshakeMessage_IsGivenUpAndHungUpOn()
    {
        // Handshake records of 16 KiB, all of one ServerHello that claims 8 MiB.
        var record = "\u0016\u0003\u0003\u0040\u0000\u0002\u007F\u007F\u007F" + new string('\u0000', 16380);
        await using var peer = new TcpPeer((stream, ct) => TcpPeer.PourAsync(stream, record, ct));

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, timeoutMs = 20_000 }).Within("the probe");

        Assert.StartsWith($"no TLS with 127.0.0.1:{peer.Port}: ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0003\u0000")]
    [Trait("Target", "timeout")]
    [Trait("Target", "slow")]
    public async Task Run_SilentOrSlowPeer_TimesOutAndHangsUp(string begin)
    {
        await using var peer = TcpPeer.Saying(begin);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.Equal((Outcome.TargetFailed, 700), (result.Outcome, result.DurationMs));
        Assert.StartsWith("timed out after 700 ms while ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }
}
