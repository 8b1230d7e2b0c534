using System.Net.Security;
using System.Text;
using Keeper.Agent.Probes.Port;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Port;

public sealed class TcpExecutorTests
{
    private static readonly PortExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_PortOpen_SucceedsWithPhases()
    {
        await using var peer = TcpPeer.Silent();

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port });

        Assert.Equal((Outcome.Success, $"127.0.0.1:{peer.Port} accepts connections"), (result.Outcome, result.Message));
        Assert.Equal(["connect", "dns"], result.Phases!.Keys.Order());
        Assert.Equal(new Assertion("accepts connections", true, $"127.0.0.1:{peer.Port}"), Assert.Single(result.Assertions));
    }

    [Fact]
    public async Task Run_HostName_TriesEveryAddressUntilOneAccepts()
    {
        await using var peer = TcpPeer.Silent();

        var result = await Probe.RunAsync(Factory, new { host = "localhost", port = peer.Port });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = TcpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port });

        Assert.Equal((Outcome.TargetFailed, $"refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
        Assert.Equal(new Assertion("accepts connections", false, result.Message), Assert.Single(result.Assertions));
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable()
    {
        // A class E address: Linux knows no way to it and says so at once.
        var result = await Probe.RunAsync(Factory, new { host = "255.255.255.255", port = 80 });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Matches("^(unreachable|denied)", result.Message);
    }

    [Fact]
    public async Task Run_NoSuchName_SaysSo()
    {
        var result = await Probe.RunAsync(Factory, new { host = "no-such-host.invalid", port = 80 });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("name not found", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SendExpect_ShowsTheAnswer()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            var line = await new StreamReader(stream).ReadLineAsync(ct);
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"+you said {line}\r\n"), ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, send = "PING\r\n", expect = "^\\+you said PING" });

        Assert.Equal((Outcome.Success, "+you said PING\r\n"), (result.Outcome, result.Output));
        Assert.Equal(new Assertion("answer matches /^\\+you said PING/", true, "'+you said PING'"), result.Assertions[^1]);
        Assert.Contains("firstByte", result.Phases!.Keys);
    }

    [Fact]
    public async Task Run_AnotherAnswerAndEnd_FailsWithWhatWasSaid()
    {
        await using var peer = new TcpPeer((stream, ct) => stream.WriteAsync("-ERR busy"u8.ToArray(), ct).AsTask());

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "^\\+OK" });

        Assert.Equal((Outcome.TargetFailed, "expected: answer matches /^\\+OK/; found: '-ERR busy'"), (result.Outcome, result.Message));
    }

    [Fact]
    [Trait("Target", "timeout")]
    public async Task Run_SilentPeer_TimesOutAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "x", timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.Equal((Outcome.TargetFailed, 700), (result.Outcome, result.DurationMs));
        Assert.StartsWith("timed out after 700 ms while ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "slow")]
    public async Task Run_SlowPeer_ShowsWhatWasSaidUntilTheTimeout()
    {
        await using var peer = TcpPeer.Saying("220-hel");

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "hello", timeoutMs = 1500 }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "220-hel"), (result.Outcome, result.Output));
        Assert.StartsWith("timed out after 1500 ms while waiting for an answer that matches /hello/", result.Message, StringComparison.Ordinal);
        Assert.Equal(new Assertion("answer within 1500 ms matches /hello/", false, "'220-hel'"), result.Assertions[^1]);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessAnswer_ReadsNoMoreThan64KiB()
    {
        await using var peer = new TcpPeer((stream, ct) => TcpPeer.PourAsync(stream, new string('x', 10_000), ct));

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "y" }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.InRange(result.Output.Length, 1, TaskResult.MaxOutputLength);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "garbage")]
    public async Task Run_Garbage_IsMatchedAsTextAndDoesNotFail()
    {
        await using var peer = new TcpPeer((stream, ct) => stream.WriteAsync(new byte[] { 0xFF, 0x00, 0xC3, 0x28, 0x80 }, ct).AsTask());

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "SSH" });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("expected: answer matches /SSH/", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WildPattern_IsGivenUp()
    {
        await using var peer = TcpPeer.Saying(new string('a', 40) + "!");

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "^(a+)+$" }).Within("the probe");

        Assert.Contains("the pattern was given up", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, expect = "x" }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    public async Task Run_Tls_ReportsTheCertificateWithoutJudgingIt()
    {
        using var certificate = Certificates.SelfSigned();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, tls = true });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Contains("CN=keeper.test", result.Output, StringComparison.Ordinal);
        Assert.Contains("not trusted: it is for another name (keeper.test) and its issuer is not trusted", result.Output, StringComparison.Ordinal);
        Assert.Contains("tls", result.Phases!.Keys);
    }

    [Fact]
    public async Task Run_TlsWithAPeerThatSpeaksNone_SaysSo()
    {
        await using var peer = TcpPeer.Saying("220 smtp ready\r\n");

        var result = await Probe.RunAsync(Factory, new { host = "127.0.0.1", port = peer.Port, tls = true }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"no TLS with 127.0.0.1:{peer.Port}", result.Message, StringComparison.Ordinal);
    }
}
