using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Http;

/// <summary>Targets that do not behave.</summary>
public sealed class HttpTroubleTests
{
    private static readonly HttpExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "refused")]
    public async Task Run_NothingListens_SaysRefused()
    {
        var port = TcpPeer.ClosedPort();

        var result = await Probe.RunAsync(Factory, new { url = $"http://127.0.0.1:{port}/" });

        Assert.Equal((Outcome.TargetFailed, $"refused: nothing listens on 127.0.0.1:{port}"), (result.Outcome, result.Message));
    }

    [Fact]
    [Trait("Target", "unreachable")]
    public async Task Run_NoWayThere_SaysUnreachable() =>
        Assert.Matches("^(unreachable|denied)", (await Probe.RunAsync(Factory, new { url = "http://255.255.255.255/" })).Message);

    [Fact]
    public async Task Run_NoSuchName_SaysSo()
    {
        var result = await Probe.RunAsync(Factory, new { url = "http://no-such-host.invalid/" });

        Assert.StartsWith("name not found", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "does not speak HTTP")]
    [InlineData("", "closed the connection without an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "closed the connection in the middle of its answer")]
    [Trait("Target", "garbage")]
    public async Task Run_GarbageOrHalfAnAnswer_SaysWhatIsWrong(string answer, string message)
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            var request = new byte[4096];
            _ = await stream.ReadAsync(request, ct);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessBody_ReadsNoMoreThanOneMiB()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, new string('z', 100_000), ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, expectBody = "never" }).Within("the probe");

        Assert.Contains("the first MiB of the body matches /never/", result.Message, StringComparison.Ordinal);
        Assert.EndsWith("(read no further than 1 MiB)", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 2048, 2200);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    public async Task Run_EndlessBodyThatNobodyMatches_EndsAtTheSameBound()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, new string('z', 100_000), ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url }).Within("the probe");

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.EndsWith("(read no further than 1 MiB)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessHeaders_AreCutOff()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, $"X-More: {new string('h', 1000)}\r\n", ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url }).Within("the probe");

        Assert.Contains("sends more than 64 KiB of headers", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow")]
    [Trait("Target", "timeout")]
    [Trait("Target", "slow")]
    public async Task Run_SilentOrSlowAnswer_TimesOutAndHangsUp(string begin)
    {
        await using var peer = TcpPeer.Saying(begin);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory, new { url = peer.Url, timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.Equal((Outcome.TargetFailed, 700), (result.Outcome, result.DurationMs));
        Assert.StartsWith("timed out after 700 ms while ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow")]
    [Trait("Target", "cancelled")]
    public async Task Run_SilentOrSlowAnswer_EndsWhenCancelledAndHangsUp(string begin)
    {
        await using var peer = TcpPeer.Saying(begin);
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { url = peer.Url }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("keeper.test", 40, "it is for another name (keeper.test) and its issuer is not trusted (CN=keeper.test)")]
    [InlineData("127.0.0.1", 40, "its issuer is not trusted (CN=127.0.0.1)")]
    [InlineData("127.0.0.1", -3, "it is not valid now")]
    public async Task Run_BadCertificate_SaysWhichWay(string name, int days, string reason)
    {
        using var certificate = Certificates.SelfSigned(name, TimeSpan.FromDays(days));
        await using var peer = await WebPeer.StartAsync(_ => Task.CompletedTask, certificate);

        var result = await Probe.RunAsync(Factory, new { url = peer.Url });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"the certificate of 127.0.0.1:{peer.Port} is not good: ", result.Message, StringComparison.Ordinal);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InsecureWithBadCertificate_SucceedsAndStillCountsItsDays()
    {
        using var certificate = Certificates.SelfSigned(validFor: TimeSpan.FromDays(20));
        await using var peer = await WebPeer.StartAsync(_ => Task.CompletedTask, certificate);

        var good = await Probe.RunAsync(Factory, new { url = peer.Url, insecure = true, minCertificateDays = 10 });
        var old = await Probe.RunAsync(Factory, new { url = peer.Url, insecure = true, minCertificateDays = 30 });

        Assert.Equal((Outcome.Success, Outcome.TargetFailed), (good.Outcome, old.Outcome));
        Assert.Contains("tls", good.Phases!.Keys);
        Assert.StartsWith("expected: certificate is valid for at least 30 days; found: 19 days (until ", old.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TlsWithAPeerThatSpeaksNone_SaysSo()
    {
        await using var peer = await WebPeer.StartAsync(_ => Task.CompletedTask);

        var result = await Probe.RunAsync(Factory, new { url = $"https://127.0.0.1:{peer.Port}/" }).Within("the probe");

        Assert.StartsWith($"no TLS with 127.0.0.1:{peer.Port}: ", result.Message, StringComparison.Ordinal);
    }
}
