using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Message;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;
using Microsoft.AspNetCore.Http;

namespace Keeper.Agent.Tests.Probes.Message;

public sealed class MessageExecutorTests
{
    [Fact]
    [Trait("Target", "success")]
    public async Task Run_TargetTakesIt_SaysWhatItAnswered()
    {
        var seen = new Recorder<string>();
        await using var peer = await WebPeer.StartAsync(async http =>
        {
            var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            seen.Add($"{http.Request.Method} {http.Request.ContentType} {http.Request.Headers["Idempotency-Key"]} {http.Request.ContentLength} {body}");
            http.Response.StatusCode = 202;
            await http.Response.WriteAsync("noted");
        });

        var result = await RunAsync(new { url = peer.Url, body = new { n = 1 } });

        Assert.Equal((Outcome.Success, "delivered in 1 attempt: 202 Accepted", "noted"), (result.Outcome, result.Message, result.Output));
        Assert.Equal("""POST application/json t1 7 {"n":1}""", Assert.Single(seen.Items));
    }

    [Fact]
    public async Task Run_TargetIsBusyAtFirst_IsAskedAgainWithTheSameKey()
    {
        var keys = new Recorder<string>();
        await using var peer = await WebPeer.StartAsync(http =>
        {
            keys.Add(http.Request.Headers["Idempotency-Key"].ToString());
            http.Response.StatusCode = keys.Items.Count == 1 ? 503 : 200;
            return Task.CompletedTask;
        });

        var result = await RunAsync(new { url = peer.Url, body = "x" });

        Assert.Equal((Outcome.Success, "delivered in 2 attempts: 200 OK"), (result.Outcome, result.Message));
        Assert.Equal(["t1", "t1"], keys.Items);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(302)]
    public async Task Run_TargetWillNotHaveIt_IsAskedOnce(int status)
    {
        var asked = new Recorder<int>();
        await using var peer = await WebPeer.StartAsync(http =>
        {
            asked.Add(1);
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("no");
        });

        var result = await RunAsync(new { url = peer.Url, body = "x" });

        Assert.Equal((Outcome.TargetFailed, "no"), (result.Outcome, result.Output));
        Assert.Contains($"expected: status is 2xx; found: {status}", result.Message, StringComparison.Ordinal);
        Assert.Single(asked.Items);
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_FailsBeforeItsTimeWithTheReason()
    {
        var port = TcpPeer.ClosedPort();

        var result = await RunAsync(new { url = $"http://127.0.0.1:{port}/", body = "x" });

        Assert.Equal((Outcome.TargetFailed, $"not delivered in 2 attempts, the last: refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_NoSuchName_SaysSo() =>
        Assert.Contains("name not found", (await RunAsync(new { url = "http://no-such-host.invalid/", body = "x" })).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_SilentTargetAndCancelled_EndsAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var stop = new CancellationTokenSource();
        var run = RunAsync(new { url = peer.Url, body = "x" }, ct: stop.Token);
        await peer.Connections.WhenCountAsync(1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run).Within("the delivery's end");
        await peer.ConnectionEnded.WaitAsync("the hanging up");
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("the last: (unreachable|denied)", (await RunAsync(new { url = "http://255.255.255.255/", body = "x" })).Message);

    [Fact]
    [Trait("Target", "garbage")]
    public async Task Run_Garbage_SaysWhatIsWrong()
    {
        await using var peer = TcpPeer.Saying("SSH-2.0-OpenSSH_9.2\r\n\r\n");

        var result = await RunAsync(new { url = peer.Url, body = "x" });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Contains("does not speak HTTP", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessAnswer_KeepsABoundedPieceOfIt()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, new string('z', 100_000), ct);
        });

        var result = await RunAsync(new { url = peer.Url, body = "x" });

        Assert.Equal((Outcome.Success, 4096), (result.Outcome, result.Output.Length));
        await peer.ConnectionEnded.WaitAsync("the hanging up");
    }

    [Fact]
    [Trait("Target", "slow")]
    public async Task Run_SlowAnswerByteByByte_IsReadToItsEnd()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            foreach (var letter in "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow"u8.ToArray())
                await stream.WriteAsync(new[] { letter }, ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        Assert.Equal("slow", (await RunAsync(new { url = peer.Url, body = "x" })).Output);
    }

    [Fact]
    [Trait("Target", "timeout")]
    public async Task Run_SilentTarget_IsGivenUpAfterItsTime()
    {
        await using var peer = TcpPeer.Silent();
        var time = new ManualTimeProvider();
        var run = RunAsync(new { url = peer.Url, body = "x" }, time: time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromSeconds(10));

        var result = await run;

        Assert.Equal(
            (Outcome.TargetFailed, $"not delivered in 1 attempts, the last: 127.0.0.1:{peer.Port} did not answer within 10 s"), (result.Outcome, result.Message));
        await peer.ConnectionEnded.WaitAsync("the hanging up");
    }

    private static Task<TaskResult> RunAsync(object arguments, TimeProvider? time = null, CancellationToken ct = default)
    {
        var reader = new ObjectReader(System.Text.Json.JsonSerializer.SerializeToElement(arguments), "arguments", new Faults());
        var context = new InstructionContext("t1", 1, time ?? TimeProvider.System) { RunTimeout = TimeSpan.FromMilliseconds(700) };
        return new MessageExecutorFactory().Create(reader)!.RunAsync(context, ct).Within("the delivery");
    }
}
