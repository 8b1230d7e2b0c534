using Keeper.Agent.Probes.Domain;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Domain;

/// <summary>Servers that do not behave, by UDP and by TCP.</summary>
public sealed class DomainTroubleTests
{
    private static readonly DomainExecutorFactory Factory = new();
    private static readonly byte[] Record = DnsBytes.Record(1, 10, 0, 0, 7);

    [Fact]
    [Trait("Target", "timeout")]
    public async Task Run_SilentServer_IsAskedAgainAndThenTimesOut()
    {
        await using var server = new UdpPeer(_ => []);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" }, time);
        for (var i = 1; i <= DnsClient.MaxSends; i++)
        {
            await server.Questions.WhenCountAsync(i);
            await time.WhenTimerArmedAsync(DnsClient.ResendAfter).Within("the client's patience");
            time.Advance(DnsClient.ResendAfter);
        }

        var result = await run.Within("the probe");

        Assert.Equal($"timed out: 127.0.0.1:{server.Port} did not answer 4 questions in 8 s", result.Message);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_RefusedByUdp_SaysSo()
    {
        var port = UdpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{port}" }).Within("the probe");

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", result.Message);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_RefusedByTcp_SaysSo()
    {
        var port = TcpPeer.ClosedPort();

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", (await RunAsync(port, "tcp")).Message);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [Trait("Target", "unreachable")]
    public async Task Run_UnreachableServer_SaysSo(string transport)
    {
        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = "255.255.255.255", transport }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Matches("^(unreachable|denied)", result.Message);
    }

    [Fact]
    [Trait("Target", "timeout")]
    public async Task Run_SilentByTcp_TimesOutAndHangsUp()
    {
        await using var server = TcpPeer.Silent();
        var time = new ManualTimeProvider();
        var run = RunAsync(server.Port, "tcp", time, timeoutMs: 700);
        await server.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run;

        Assert.Equal((Outcome.TargetFailed, $"timed out after 700 ms while asking 127.0.0.1:{server.Port}"), (result.Outcome, result.Message));
        await server.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("no answer to anything, and long enough for a header")]
    [InlineData("x")]
    [Trait("Target", "garbage")]
    public async Task Run_GarbageByTcp_SaysTheAnswerIsBroken(string garbage)
    {
        await using var server = DnsBytes.TcpServer((stream, _, ct) => stream.WriteAsync(DnsBytes.Framed(System.Text.Encoding.ASCII.GetBytes(garbage)), ct).AsTask());

        var result = await RunAsync(server.Port, "tcp");

        Assert.Equal($"127.0.0.1:{server.Port} sent a broken answer by TCP: it answers another question", result.Message);
    }

    [Fact]
    public async Task Run_EndOfTheConnectionInTheAnswer_SaysSo()
    {
        await using var server = DnsBytes.TcpServer((stream, _, ct) => stream.WriteAsync((byte[])[1, 0, 7], ct).AsTask());

        var result = await RunAsync(server.Port, "tcp");

        Assert.StartsWith($"127.0.0.1:{server.Port} broke the connection off: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessStrangersByUdp_AreNotReadForEver()
    {
        await using var server = new UdpPeer(_ => Enumerable.Repeat<byte[]>([1, 2, 3], 150));

        var result = await RunAsync(server.Port, "udp");

        Assert.Equal($"127.0.0.1:{server.Port} sent 100 datagrams, none of which answers the question", result.Message);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessAnswerByTcp_ReadsOneMessageAndHangsUp()
    {
        await using var server = DnsBytes.TcpServer(async (stream, question, ct) =>
        {
            await stream.WriteAsync(DnsBytes.Framed(DnsBytes.Answer(question, 0, Record)), ct);
            await TcpPeer.PourAsync(stream, new byte[100_000], ct);
        });

        var result = await RunAsync(server.Port, "tcp");

        Assert.Equal((Outcome.Success, $"app.test is 10.0.0.7 (127.0.0.1:{server.Port} by TCP)"), (result.Outcome, result.Message));
        await server.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "slow")]
    public async Task Run_SlowAnswerByteByByte_IsReadToItsEnd()
    {
        await using var server = DnsBytes.TcpServer(async (stream, question, ct) =>
        {
            foreach (var one in DnsBytes.Framed(DnsBytes.Answer(question, 0, Record)))
                await stream.WriteAsync(new[] { one }, ct);
        });

        Assert.Equal(Outcome.Success, (await RunAsync(server.Port, "tcp")).Outcome);
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_CancelledByUdp_Throws()
    {
        await using var server = new UdpPeer(_ => []);
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" }, ct: cancel.Token);
        await server.Questions.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_CancelledByTcp_ThrowsAndHangsUp()
    {
        await using var server = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = RunAsync(server.Port, "tcp", ct: cancel.Token);
        await server.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await server.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    private static Task<TaskResult> RunAsync(int port, string transport, TimeProvider? time = null, int? timeoutMs = null, CancellationToken ct = default) =>
        Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{port}", transport, timeoutMs }, time, ct).Within("the probe");
}
