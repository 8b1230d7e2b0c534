using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Http;

namespace Keeper.Agent.Tests.Probes.Http;

/// <summary>Credentials reach the origin that they are for, and nobody else.</summary>
public sealed class HttpAuthTests
{
    private const string Basic = "Basic a2VlcGVyOnRvcDpzw6ljcmV0"; // keeper:top:sécret

    private static readonly HttpExecutorFactory Factory = new();

    public static TheoryData<object, string> Credentials => new()
    {
        { new { basic = new { user = "keeper", password = "top:sécret" } }, Basic },
        { new { bearer = "abc.def" }, "Bearer abc.def" },
    };

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task Run_Credentials_ReachTheServer(object auth, string header)
    {
        await using var peer = await WebPeer.StartAsync(c => Answer(c, c.Request.Headers.Authorization == header));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, auth });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    public async Task Run_WrongCredentials_FailsWithoutShowingThem()
    {
        await using var peer = await WebPeer.StartAsync(c => Answer(c, authorized: false));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, auth = new { basic = new { user = "keeper", password = "topsecret" } } });

        Assert.Equal((Outcome.TargetFailed, "expected: status is 2xx; found: 401 Unauthorized"), (result.Outcome, result.Message));
        Assert.DoesNotContain("topsecret", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RedirectWithinTheOrigin_KeepsCredentials()
    {
        await using var peer = await WebPeer.StartAsync(c => c.Request.Path == "/end"
            ? Answer(c, c.Request.Headers.Authorization == "Bearer abc") : Redirect(c, "/end"));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, followRedirects = true, auth = new { bearer = "abc" } });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    public async Task Run_RedirectToAnotherOriginAndBack_NeverTakesCredentialsAlong()
    {
        var seen = new Recorder<string>();
        var home = "";
        await using var other = await WebPeer.StartAsync(c =>
        {
            seen.Add($"other: {c.Request.Headers.Authorization}");
            return Redirect(c, $"{home}/end");
        });
        await using var peer = await WebPeer.StartAsync(c =>
        {
            seen.Add($"{c.Request.Path}: {c.Request.Headers.Authorization}");
            return c.Request.Path == "/end" ? Task.CompletedTask : Redirect(c, other.Url);
        });
        home = peer.Url;

        await Probe.RunAsync(Factory, new { url = peer.Url, followRedirects = true, auth = new { bearer = "abc" } });

        Assert.Equal(["/: Bearer abc", "other: ", "/end: "], seen.Items);
    }

    [Fact]
    public async Task Run_RedirectOfABodyToAnotherOrigin_IsNotFollowed()
    {
        var seen = new Recorder<string>();
        await using var other = await WebPeer.StartAsync(c => Task.Run(() => seen.Add(c.Request.Path)));
        await using var peer = await WebPeer.StartAsync(c => Redirect(c, other.Url, StatusCodes.Status307TemporaryRedirect));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, method = "POST", body = "token=1", followRedirects = true });

        Assert.Equal((Outcome.TargetFailed, $"redirects the body to another origin, '127.0.0.1:{other.Port}', which is not to see it"), (result.Outcome, result.Message));
        Assert.Empty(seen.Items);
    }

    private static Task Redirect(HttpContext context, string target, int status = StatusCodes.Status302Found)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target;
        return Task.CompletedTask;
    }

    private static Task Answer(HttpContext context, bool authorized)
    {
        context.Response.StatusCode = authorized ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
