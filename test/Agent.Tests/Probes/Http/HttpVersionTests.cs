using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Keeper.Agent.Tests.Probes.Http;

/// <summary>The version that is asked for is spoken, shown and held against the answer.</summary>
public sealed class HttpVersionTests
{
    private static readonly HttpExecutorFactory Factory = new();

    [Theory]
    [InlineData(null, "HTTP/1.1")]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2", "HTTP/2")]
    public async Task Run_VersionOverTls_IsAgreedOnAndShown(string? version, string protocol)
    {
        using var certificate = Certificates.SelfSigned();
        await using var peer = await WebPeer.StartAsync(c => c.Response.WriteAsync(c.Request.Protocol), certificate, HttpProtocols.Http1AndHttp2);

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, insecure = true, httpVersion = version }).Within("the probe");

        Assert.Equal((Outcome.Success, protocol), (result.Outcome, result.Output));
        Assert.EndsWith($" ms ({protocol})", result.Message, StringComparison.Ordinal);
        Assert.Equal(version is not null, result.Assertions.Contains(new Assertion($"protocol is {protocol}", true, protocol)));
    }

    [Fact]
    public async Task Run_Version2WithoutTls_IsSpokenByPriorKnowledge()
    {
        await using var peer = await WebPeer.StartAsync(c => c.Response.WriteAsync(c.Request.Protocol), protocols: HttpProtocols.Http2);

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, httpVersion = "2" }).Within("the probe");

        Assert.Equal((Outcome.Success, "HTTP/2"), (result.Outcome, result.Output));
        Assert.Equal(["connect", "dns", "firstByte", "transfer"], result.Phases!.Keys.Order());
    }

    [Fact]
    public async Task Run_Version2WithAServerThatSpeaksOnly1_SaysSo()
    {
        await using var peer = TcpPeer.Saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, httpVersion = "2" }).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"127.0.0.1:{peer.Port} does not speak HTTP/2: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version2RefusedInTheHandshake_SaysSo()
    {
        using var certificate = Certificates.SelfSigned();
        await using var peer = await WebPeer.StartAsync(_ => Task.CompletedTask, certificate);

        var result = await Probe.RunAsync(Factory, new { url = $"https://127.0.0.1:{peer.Port}/", insecure = true, httpVersion = "2" }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, $"127.0.0.1:{peer.Port} does not agree to HTTP/2"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_Version2LeftOutOfTheHandshake_SaysSo()
    {
        using var certificate = Certificates.SelfSigned();
        await using var peer = TlsPeer.Showing(certificate);

        var result = await Probe.RunAsync(Factory, new { url = $"https://127.0.0.1:{peer.Port}/", insecure = true, httpVersion = "2" }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, $"127.0.0.1:{peer.Port} does not agree to HTTP/2"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_AnswerOfAnOlderVersion_IsHeldAgainstWhatWasAskedFor()
    {
        await using var peer = TcpPeer.Saying("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, httpVersion = "1.1" }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "expected: protocol is HTTP/1.1; found: HTTP/1.0"), (result.Outcome, result.Message));
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessBodyOverVersion2_ReadsNoMoreThanOneMiB()
    {
        var hungUp = new Signal();
        await using var peer = await WebPeer.StartAsync(
            async c =>
            {
                c.RequestAborted.Register(hungUp.Raise);
                while (!c.RequestAborted.IsCancellationRequested)
                    await c.Response.Body.WriteAsync(new byte[50_000], c.RequestAborted);
            },
            protocols: HttpProtocols.Http2);

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, httpVersion = "2" }).Within("the probe");

        Assert.EndsWith("(read no further than 1 MiB)", result.Output, StringComparison.Ordinal);
        await hungUp.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "cancelled")]
    public async Task Run_SilentOverVersion2_EndsWhenCancelledAndHangsUp()
    {
        await using var peer = TcpPeer.Silent();
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory, new { url = peer.Url, httpVersion = "2" }, ct: cancel.Token);
        await peer.Connections.WhenCountAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }
}
