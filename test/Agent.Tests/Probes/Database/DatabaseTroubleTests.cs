using System.Net;
using System.Text;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>What can go wrong before a database speaks is the same for every engine.</summary>
public sealed class DatabaseTroubleTests
{
    private static readonly DatabaseExecutorFactory Factory = new();

    public static TheoryData<string> Engines => ["postgresql", "redis", "mysql", "mongodb", "sqlserver"];

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused(string engine)
    {
        var port = TcpPeer.ClosedPort();

        var result = await RunAsync(engine, port);

        Assert.Equal((Outcome.TargetFailed, $"connect: refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
        Assert.Equal(new Assertion("accepts connections", false, $"refused: nothing listens on 127.0.0.1:{port}"), result.Assertions[^1]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable(string engine) =>
        Assert.Matches("^connect: (unreachable|denied)", (await RunAsync(engine, 5432, "255.255.255.255")).Message);

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Run_NoSuchName_SaysSo(string engine) =>
        Assert.StartsWith("name lookup: name not found", (await RunAsync(engine, 5432, "no-such-host.invalid")).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "garbage")]
    public async Task Run_Garbage_FailsTheHandshake(string engine)
    {
        await using var peer = TcpPeer.Saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" + new string('\n', 1000));

        var result = await RunAsync(engine, peer.Port).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("handshake: this is no ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "endless")]
    public async Task Run_EndlessGarbage_IsGivenUpSoon(string engine)
    {
        await using var peer = new TcpPeer((stream, ct) => TcpPeer.PourAsync(stream, new string('E', 10_000), ct));

        var result = await RunAsync(engine, peer.Port).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Run_ClosedAtOnce_FailsTheHandshake(string engine)
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            if (engine is not "mysql")
                _ = await stream.ReadAsync(new byte[4096], ct);
        });

        var result = await RunAsync(engine, peer.Port).Within("the probe");

        Assert.Matches("^handshake: (127.0.0.1:[0-9]+ closed the connection|the connection broke)", result.Message);
        Assert.Equal([true, true, false], result.Assertions.Select(a => a.Passed));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "timeout")]
    public async Task Run_SilentPeer_TimesOutAndHangsUp(string engine)
    {
        await using var peer = TcpPeer.Silent();
        var time = new ManualTimeProvider();
        var run = RunAsync(engine, peer.Port, timeoutMs: 700, time: time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.Equal((Outcome.TargetFailed, 700), (result.Outcome, result.DurationMs));
        Assert.Matches("^(connect|handshake): timed out after 700 ms while ", result.Message);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "slow")]
    public async Task Run_SlowPeer_TimesOutInTheMiddleOfAnAnswer(string engine)
    {
        var begin = engine switch { "postgresql" => "R\0\0", "redis" => "+PO", "mysql" => "J\0\0\0\n", "sqlserver" => "\u0004\u0001\0", _ => "\u0010" };
        var said = new Signal();
        var time = new ManualTimeProvider();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            // MySQL's server speaks first, all others are asked.
            if (engine is not "mysql")
                _ = await stream.ReadAsync(new byte[4096], ct);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(begin), ct);
            said.Raise();
            await TcpPeer.HoldAsync(stream, ct);
        });
        var run = RunAsync(engine, peer.Port, timeoutMs: 1000, time: time);
        await said.WaitAsync("the beginning of an answer");
        time.Advance(TimeSpan.FromSeconds(1));

        var result = await run.Within("the probe");

        Assert.Matches($"^{(engine is "mysql" ? "(connect|handshake)" : "handshake")}: timed out after 1000 ms while ", result.Message);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndHangsUp(string engine)
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = RunAsync(engine, peer.Port, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Run_AddressThatTheLimitsForbid_IsDeniedBeforeAConnection(string engine)
    {
        await using var peer = TcpPeer.Silent();
        var context = new InstructionContext("t1", 1, TimeProvider.System) { Limits = new NoLoopback() };

        await Assert.ThrowsAsync<DeniedException>(() => Probe.Create(Factory, Arguments(engine, peer.Port, "127.0.0.1", 5000)).RunAsync(context, default));

        Assert.Empty(peer.Connections.Items);
    }

    [Theory]
    [InlineData("postgresql", "R\0\0\0\u0008\0\0\0\0", "N\0\0\u0027\u0010")] // AuthenticationOk, then notices of 10,000 bytes for ever.
    [InlineData("redis", "*2147483647\r\n", "$10000\r\n")]
    public async Task Run_EndlessSoundAnswer_ReadsNoMoreThan4MiB(string engine, string begin, string header)
    {
        var poured = 0L;
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(begin), ct);
            var piece = Encoding.Latin1.GetBytes(header + new string('x', engine == "redis" ? 10_000 : 9_996) + (engine == "redis" ? "\r\n" : ""));
            for (; ; poured += piece.Length)
                await stream.WriteAsync(piece, ct);
        });

        var result = await RunAsync(engine, peer.Port, timeoutMs: 20_000).Within("the probe");
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");

        Assert.EndsWith("the server says more than 4 MiB; the probe reads no further", result.Message, StringComparison.Ordinal);
        Assert.InRange(poured, 4_000_000, 20_000_000); // What lies in the sockets' buffers included.
    }

    private static Task<TaskResult> RunAsync(
        string engine, int port, string host = "127.0.0.1", int timeoutMs = 10_000, TimeProvider? time = null, CancellationToken ct = default) =>
        Probe.RunAsync(Factory, Arguments(engine, port, host, timeoutMs), time, ct);

    private static object Arguments(string engine, int port, string host, int timeoutMs) => engine is "redis"
        ? new { engine, host, port, timeoutMs }
        : new { engine, host, port, timeoutMs, user = "probe", password = "s3cret" };

    private sealed class NoLoopback : LocalLimits
    {
        public override void CheckTarget(IPAddress address, int? port) =>
            throw new DeniedException($"{address} is loopback");
    }
}
