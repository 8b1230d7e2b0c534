using System.Text;
using Keeper.Agent.Probes.Port;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Port;

/// <summary>Conversations of several steps.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task Run_StepsThatAllHold_ShowsEachAndWhatWasSaid()
    {
        await using var peer = Answering("220 ready\r\n", ("HELO me\r\n", "250 hi\r\n"), ("QUIT\r\n", "221 bye\r\n"));

        var result = await RunAsync(peer, new { expect = "^220 " }, new { send = "HELO me\r\n", expect = "^250 " }, new { send = "QUIT\r\n", expect = "^221 " });

        Assert.Equal((Outcome.Success, "220 ready\r\n250 hi\r\n221 bye\r\n"), (result.Outcome, result.Output));
        Assert.Equal(["accepts connections", "step 1: answer matches /^220 /", "step 2: answer matches /^250 /", "step 3: answer matches /^221 /"], result.Assertions.Select(a => a.Text));
    }

    [Fact]
    public async Task Run_EverythingSaidAtOnce_IsTakenStepByStep()
    {
        await using var peer = TcpPeer.Saying("one two one\r\n");

        var result = await RunAsync(peer, new { expect = "one" }, new { expect = "one" });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal("'two one'", result.Assertions[^1].Actual);
    }

    [Fact]
    public async Task Run_StepThatFails_IsTheLast()
    {
        await using var peer = new TcpPeer((stream, ct) => stream.WriteAsync("500 no\r\n"u8.ToArray(), ct).AsTask());

        var result = await RunAsync(peer, new { expect = "^220" }, new { send = "x", expect = "^250" });

        Assert.Equal((Outcome.TargetFailed, "expected: step 1: answer matches /^220/; found: '500 no'"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_NamedGroup_IsSaidBackInALaterStep()
    {
        await using var peer = Answering("challenge=4711;\r\n", ("4711 ${other}", "welcome"));

        var result = await RunAsync(peer, new { expect = "challenge=(?<code>\\d+);" }, new { send = "${code} ${other}", expect = "welcome" });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    public async Task Run_Bytes_AreSentAsTheyAre()
    {
        var heard = new Recorder<byte[]>();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            var bytes = new byte[3];
            await stream.ReadExactlyAsync(bytes, ct);
            heard.Add(bytes);
            await stream.WriteAsync("ok"u8.ToArray(), ct);
        });

        await Probe.RunAsync(new PortExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, sendHex = "00FF0a", expect = "ok" }).Within("the probe");

        Assert.Equal([0, 0xFF, 10], Assert.Single(heard.Items));
    }

    [Fact]
    public async Task Run_CharacterCutInTwoOnItsWay_IsRead()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            foreach (var one in Encoding.UTF8.GetBytes("größe"))
                await stream.WriteAsync(new[] { one }, ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        Assert.Equal(Outcome.Success, (await RunAsync(peer, new { expect = "^größe$" })).Outcome);
    }

    [Fact]
    public async Task Run_SilentInTheSecondStep_SaysWhichStepWaited()
    {
        await using var peer = TcpPeer.Saying("220 ready\r\n250-");

        var result = await Probe.RunAsync(
            new PortExecutorFactory(),
            new { host = "127.0.0.1", port = peer.Port, timeoutMs = 1500, steps = new object[] { new { expect = "220.*\r\n" }, new { expect = "^250 " } } }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "220 ready\r\n250-"), (result.Outcome, result.Output));
        Assert.Equal(new Assertion("step 2: answer within 1500 ms matches /^250 /", false, "'250-'"), result.Assertions[^1]);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessAnswersOverManySteps_AreBoundedTogether()
    {
        await using var peer = new TcpPeer((stream, ct) => TcpPeer.PourAsync(stream, new string('x', 10_000), ct));

        var result = await RunAsync(peer, [.. Enumerable.Repeat(new { expect = "x{5000}" }, 20)]);

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("expected: step 14: answer matches", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    private static TcpPeer Answering(string greeting, params (string Heard, string Said)[] talk) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(greeting), ct);
        foreach (var (heard, said) in talk)
        {
            var buffer = new byte[heard.Length];
            await stream.ReadExactlyAsync(buffer, ct);
            if (Encoding.UTF8.GetString(buffer) != heard)
                return;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(said), ct);
        }

        await TcpPeer.HoldAsync(stream, ct);
    });

    private static Task<TaskResult> RunAsync(TcpPeer peer, params object[] steps) =>
        Probe.RunAsync(new PortExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, steps }).Within("the probe");
}
