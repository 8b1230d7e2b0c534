using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Http;

namespace Keeper.Agent.Tests.Probes.Http;

public sealed class HttpExecutorTests
{
    private static readonly HttpExecutorFactory Factory = new();

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_AliveUrl_SucceedsWithPhasesAndOutput()
    {
        await using var peer = await WebPeer.StartAsync(c => c.Response.WriteAsync("all good"));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url });

        Assert.Equal((Outcome.Success, "all good"), (result.Outcome, result.Output));
        Assert.Equal(["connect", "dns", "firstByte", "transfer"], result.Phases!.Keys.Order());
        Assert.Equal(new Assertion("status is 2xx", true, "200 OK"), Assert.Single(result.Assertions));
    }

    [Fact]
    public async Task Run_EveryRequestArgument_ReachesTheServer()
    {
        var seen = "";
        await using var peer = await WebPeer.StartAsync(async c =>
        {
            var body = await new StreamReader(c.Request.Body).ReadToEndAsync();
            seen = $"{c.Request.Method} {c.Request.Path} {c.Request.Headers["X-One"]} {c.Request.ContentType} {c.Request.Host} {body}";
        });

        await Probe.RunAsync(Factory, new { url = $"{peer.Url}/p", method = "POST", body = "ping", headers = new Dictionary<string, string> { ["X-One"] = "1", ["Content-Type"] = "text/x", ["Host"] = "app.test" } });

        Assert.Equal("POST /p 1 text/x app.test ping", seen);
    }

    [Fact]
    public async Task Run_EveryExpectationBroken_ShowsEachActualValue()
    {
        await using var peer = await WebPeer.StartAsync(c =>
        {
            c.Response.StatusCode = 503;
            c.Response.Headers["X-State"] = "down";
            return c.Response.WriteAsync("maintenance\nuntil noon");
        });

        var result = await Probe.RunAsync(Factory, new
        {
            url = peer.Url,
            expectStatus = new object[] { 200, "3xx" },
            expectBody = "welcome",
            expectHeaders = new Dictionary<string, string> { ["X-State"] = "^up$", ["X-None"] = "." },
        });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Equal(
            [
                new("status is 200 or 3xx", false, "503 Service Unavailable"),
                new("header X-State matches /^up$/", false, "'down'"),
                new("header X-None matches /./", false, "no such header"),
                new("body matches /welcome/", false, "'maintenance until noon'"),
            ],
            result.Assertions);
    }

    [Fact]
    public async Task Run_LatencyAboveTheLimit_ShowsIt()
    {
        var time = new ManualTimeProvider();
        await using var peer = await WebPeer.StartAsync(c =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return c.Response.WriteAsync("slow");
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, maxLatencyMs = 200 }, time);

        Assert.Equal((Outcome.TargetFailed, "expected: latency is at most 200 ms; found: 250 ms"), (result.Outcome, result.Message));
        Assert.Equal(250, result.Phases!["firstByte"]);
    }

    [Fact]
    public async Task Run_RedirectNotFollowed_IsSeenAsWhatItIs()
    {
        await using var peer = await WebPeer.StartAsync(c => Task.Run(() => c.Response.Redirect("/elsewhere")));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url });

        Assert.Equal((Outcome.TargetFailed, "expected: status is 2xx; found: 302 Found"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_RedirectsFollowed_ShowsEachHop()
    {
        await using var peer = await WebPeer.StartAsync(c =>
        {
            if (c.Request.Path == "/end")
                return c.Response.WriteAsync($"{c.Request.Method} here");
            c.Response.StatusCode = 303;
            c.Response.Headers.Location = "/end";
            return Task.CompletedTask;
        });

        var result = await Probe.RunAsync(Factory, new { url = $"{peer.Url}/start", method = "POST", body = "x", followRedirects = true });

        Assert.Equal($"POST {peer.Url}/start: 303 See Other\nGET {peer.Url}/end: 200 OK\n\nGET here", result.Output);
    }

    [Fact]
    public async Task Run_RedirectToAnotherOrigin_LeavesSecretsBehind()
    {
        var seen = new Recorder<string>();
        await using var other = await WebPeer.StartAsync(c => Task.Run(() => seen.Add($"{c.Request.Headers.Authorization}|{c.Request.Headers["X-Key"]}|{c.Request.Headers.Accept}")));
        await using var peer = await WebPeer.StartAsync(c => Task.Run(() => c.Response.Redirect($"http://127.0.0.1:{other.Port}/", permanent: true)));

        await Probe.RunAsync(Factory, new { url = peer.Url, followRedirects = true, headers = new Dictionary<string, string> { ["Authorization"] = "secret", ["X-Key"] = "1", ["Accept"] = "text/x" } });

        Assert.Equal(["||text/x"], seen.Items);
    }

    [Fact]
    public async Task Run_RedirectsInARing_EndAfterTen()
    {
        await using var peer = await WebPeer.StartAsync(c => Task.Run(() => c.Response.Redirect("/again")));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, followRedirects = true });

        Assert.StartsWith("more than 10 redirects, the last to '/again'", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RedirectToAnotherScheme_IsNotFollowed()
    {
        await using var peer = await WebPeer.StartAsync(c => Task.Run(() => c.Response.Redirect("file:///etc/passwd")));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, followRedirects = true });

        Assert.Equal("redirects to 'file:///etc/passwd', which is not an http or https URL", result.Message);
    }

    [Fact]
    public async Task Run_Twice_MakesANewConnectionEachTime()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        await Probe.RunAsync(Factory, new { url = peer.Url });
        await Probe.RunAsync(Factory, new { url = peer.Url });

        Assert.Equal(2, peer.Connections.Items.Count);
    }
}
