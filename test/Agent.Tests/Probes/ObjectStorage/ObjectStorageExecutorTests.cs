using Keeper.Agent.Probes.ObjectStorage;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.ObjectStorage;

public sealed class ObjectStorageExecutorTests
{
    private static readonly ObjectStorageExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_SignedList_IsSuccess()
    {
        var seen = new Recorder<S3Request>();
        await using var peer = S3Peer.Answering(S3Peer.Xml(S3Peer.List), seen: seen);

        var result = await RunAsync(peer, new { bucket = "b", credentials = S3Peer.Credentials });

        Assert.Equal((Outcome.Success, "the bucket 'b' can be listed"), (result.Outcome, result.Message));
        var request = Assert.Single(seen.Items);
        Assert.Equal(("GET", "/b?list-type=2&max-keys=1", $"127.0.0.1:{peer.Port}"), (request.Method, request.Target, request.Header("host")));
    }

    [Theory]
    [InlineData("latest.tar", "/b/latest.tar")]
    [InlineData("a b/é+~(1)&x=%20?#.txt", "/b/a%20b/%C3%A9%2B~%281%29%26x%3D%2520%3F%23.txt")]
    [InlineData("//twice/", "/b///twice/")]
    public async Task Run_SignedObject_IsAskedForAsItIsNamed(string key, string target)
    {
        var seen = new Recorder<S3Request>();
        await using var peer = S3Peer.Answering(S3Peer.FirstByte("1234", "Sun, 22 Nov 2026 00:00:00 GMT"), region: "eu-west-1", seen);

        var result = await RunAsync(peer, new { bucket = "b", key, region = "eu-west-1", credentials = S3Peer.Credentials });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal((target, "bytes=0-0"), (seen.Items[0].Target, seen.Items[0].Header("range")));
    }

    [Fact]
    public async Task Run_Object_TellsSizeAndAge()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
        await using var peer = S3Peer.Answering(S3Peer.FirstByte("1234", "Sun, 22 Nov 2026 00:00:00 GMT"));

        var result = await RunAsync(peer, new { bucket = "b", key = "k", minBytes = 1234, maxAgeSeconds = 3600 }, time);

        Assert.Equal((Outcome.Success, "'k' is in the bucket 'b': 1234 bytes, written 3600 s ago"), (result.Outcome, result.Message));
        Assert.Equal(new Dictionary<string, double> { ["bytes"] = 1234, ["ageSeconds"] = 3600 }, result.Values);
    }

    [Fact]
    public async Task Run_ObjectTooSmallAndTooOld_SaysBoth()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
        await using var peer = S3Peer.Answering(S3Peer.FirstByte("10", "Sun, 22 Nov 2026 00:00:00 GMT"));

        var result = await RunAsync(peer, new { bucket = "b", key = "k", minBytes = 11, maxAgeSeconds = 60 }, time);

        Assert.Equal(
            "expected: the object has at least 11 bytes; found: 10 bytes; expected: the object was written at most 60 s ago; found: 3600 s ago", result.Message);
    }

    [Fact]
    public async Task Run_EmptyObject_IsThere()
    {
        await using var peer = S3Peer.Answering(S3Peer.Error(416, "Range Not Satisfiable", "InvalidRange", "no range", headers: "Content-Range: bytes */0\r\n"));

        var result = await RunAsync(peer, new { bucket = "b", key = "k" });

        Assert.Equal((Outcome.Success, 0), (result.Outcome, result.Values!["bytes"]));
    }

    [Fact]
    public async Task Run_NoCredentials_SignsNothing()
    {
        var seen = new Recorder<S3Request>();
        await using var peer = S3Peer.Answering(S3Peer.Xml(S3Peer.List), seen: seen);

        Assert.Equal(Outcome.Success, (await RunAsync(peer, new { bucket = "b" })).Outcome);
        Assert.Null(seen.Items[0].Header("authorization"));
    }

    [Fact]
    public async Task Run_SessionToken_IsSigned()
    {
        var seen = new Recorder<S3Request>();
        await using var peer = S3Peer.Answering(S3Peer.Xml(S3Peer.List), seen: seen);

        Assert.Equal(Outcome.Success, (await RunAsync(peer, new { bucket = "b", credentials = S3Peer.Credentials + ":token" })).Outcome);
        Assert.Equal("token", seen.Items[0].Header("x-amz-security-token"));
    }

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = TcpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { endpoint = $"http://127.0.0.1:{port}", bucket = "b" }).Within("the probe");

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", result.Message);
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("^(unreachable|denied)", (await Probe.RunAsync(Factory, new { endpoint = "http://255.255.255.255", bucket = "b" }).Within("the probe")).Message);

    [Fact]
    public async Task Run_NoSuchName_SaysSo() =>
        Assert.StartsWith("name not found", (await Probe.RunAsync(Factory, new { endpoint = "http://no-such-host.invalid", bucket = "b" }).Within("the probe")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nx-amz-request-id: 1\r\nContent-Length: 500\r\n\r\n<ListBucketResult>")]
    [Trait("Target", "timeout")]
    [Trait("Target", "slow")]
    public async Task Run_SilentOrSlowPeer_TimesOutAndHangsUp(string begin)
    {
        await using var peer = TcpPeer.Saying(begin);
        var time = new ManualTimeProvider();
        var run = RunAsync(peer, new { bucket = "b", timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        Assert.Matches($"^timed out after 700 ms while .* 127.0.0.1(:|, port ){peer.Port}", (await run).Message);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessAnswer_IsReadToItsBound()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nx-amz-request-id: 1\r\n\r\n<ListBucketResult><Name>b</Name>"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, string.Concat(Enumerable.Repeat("<Contents></Contents>", 1_000)), ct);
        });

        Assert.Equal(Outcome.Success, (await RunAsync(peer, new { bucket = "b" })).Outcome);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_Cancelled_ThrowsAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = RunAsync(peer, new { bucket = "b" }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    private static Task<TaskResult> RunAsync(TcpPeer peer, object arguments, TimeProvider? time = null, CancellationToken ct = default)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(arguments)!.AsObject();
        all["endpoint"] = peer.Url;
        return Probe.RunAsync(Factory, all, time, ct).Within("the probe");
    }
}
