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
        Assert.Equal(new Dictionary<string, double> { ["attempts"] = 1, ["status"] = 202 }, result.Values);
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

        var result = await RunAsync(new { url = peer.Url, body = "x", idempotencyKey = "order-17" });

        Assert.Equal((Outcome.Success, "delivered in 2 attempts: 200 OK"), (result.Outcome, result.Message));
        Assert.Equal(["order-17", "order-17"], keys.Items);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("Sun, 22 Nov 2026 01:00:20 GMT")]
    public async Task Run_TargetSaysWhenToComeAgain_IsNotAskedBefore(string header)
    {
        var asked = new Recorder<int>();
        await using var peer = await AnsweringAsync(asked, (429, header), (200, null));
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
        var run = Executor(new { url = peer.Url, body = "x" }).RunAsync(new InstructionContext("t1", 1, time) { RunTimeout = TimeSpan.FromSeconds(60) }, default);
        await time.WhenTimerArmedAsync(TimeSpan.FromSeconds(20)).Within("the wait that was asked for");
        Assert.Single(asked.Items);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("delivered in 2 attempts: 200 OK", (await run.Within("the delivery")).Message);
    }

    [Fact]
    public async Task Run_TargetAsksForMoreTimeThanThereIs_EndsAtOnceAndSaysSo()
    {
        var asked = new Recorder<int>();
        await using var peer = await AnsweringAsync(asked, (503, "3600"));

        Assert.Equal(
            "not delivered in 1 attempt, the last: 503 Service Unavailable; it asks to come again in 3600 s", (await RunAsync(new { url = peer.Url, body = "x" })).Message);
    }

    [Fact]
    public async Task Run_ConflictAfterSilence_IsAskedAgainUntilTheFirstIsDone()
    {
        var asked = new Recorder<int>();
        await using var peer = await AnsweringAsync(asked, (0, null), (409, null), (200, null));

        Assert.Equal("delivered in 3 attempts: 200 OK", (await RunAsync(new { url = peer.Url, body = "x" }, seconds: 30)).Message);
    }

    [Fact]
    public async Task Run_ConflictAtFirst_IsTheAnswer()
    {
        var asked = new Recorder<int>();
        await using var peer = await AnsweringAsync(asked, (409, null));

        Assert.Equal("expected: status is 2xx; found: 409 Conflict", (await RunAsync(new { url = peer.Url, body = "x" })).Message);
    }

    [Fact]
    public async Task Run_TimeIsUpWhileItWaits_SaysThatTheOutcomeIsNotKnown()
    {
        await using var peer = TcpPeer.Silent();
        using var deadline = new CancellationTokenSource();
        var context = new InstructionContext("t1", 1, TimeProvider.System) { RunTimeout = TimeSpan.FromSeconds(5), TimeUp = deadline.Token };
        var run = Executor(new { url = peer.Url, body = "x" }).RunAsync(context, deadline.Token);
        await peer.Connections.WhenCountAsync(1);
        await deadline.CancelAsync();

        var result = await run.Within("the delivery's end");
        Assert.Equal(
            (Outcome.TimedOut, "the time was up during attempt 1; whether the target has the message is not known"),
            (result.Outcome, result.Message));
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
            (Outcome.TargetFailed, $"not delivered in 1 attempt, the last: 127.0.0.1:{peer.Port} did not answer within 10 s"), (result.Outcome, result.Message));
        await peer.ConnectionEnded.WaitAsync("the hanging up");
    }

    /// <summary>Answers one after the other; 0 hangs up instead.</summary>
    private static Task<WebPeer> AnsweringAsync(Recorder<int> asked, params (int Status, string? RetryAfter)[] answers) => WebPeer.StartAsync(http =>
    {
        asked.Add(1);
        var (status, header) = answers[asked.Items.Count - 1];
        if (status == 0)
            http.Abort();
        else
            http.Response.StatusCode = status;
        if (header is not null)
            http.Response.Headers.RetryAfter = header;
        return Task.CompletedTask;
    });

    private static Task<TaskResult> RunAsync(
        object arguments, double seconds = 0.7, TimeProvider? time = null, CancellationToken ct = default)
    {
        var context = new InstructionContext("t1", 1, time ?? TimeProvider.System) { RunTimeout = TimeSpan.FromSeconds(seconds) };
        return Executor(arguments).RunAsync(context, ct).Within("the delivery");
    }

    private static IExecutor Executor(object arguments) => new MessageExecutorFactory().Create(
        new ObjectReader(System.Text.Json.JsonSerializer.SerializeToElement(arguments), "arguments", new Faults()))!;
}
