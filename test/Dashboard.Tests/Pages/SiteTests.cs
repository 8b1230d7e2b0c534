using System.Net;
using Keeper.Dashboard.Access;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Dashboard.Tests.Hosting;
using Keeper.Protocol.Security;

namespace Keeper.Dashboard.Tests.Pages;

/// <summary>The site over HTTP, as a browser without scripts meets it: access, prerendered pages, files, downloads.</summary>
public sealed class SiteTests : IAsyncLifetime, IDisposable
{
    private readonly FakePlatform _platform = SampleData.Fill(new FakePlatform());
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _app = DashboardHost.Build(_platform);
        await _app.StartAsync();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/tasks")]
    [InlineData("/tasks/t10000")]
    [InlineData("/tasks/new")]
    [InlineData("/vpcs")]
    [InlineData("/audit")]
    [InlineData("/tasks/export?format=csv")]
    public async Task Get_WithoutASession_LeadsToSignInAndBack(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/signin?returnUrl={Uri.EscapeDataString(path)}", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Negotiate_WithoutASession_GetsNoConnection()
    {
        using var answer = await _client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/keeper.css", "text/css")]
    [InlineData("/_content/Radzen.Blazor/css/standard.css", "text/css")]
    public async Task Get_File_NeedsNoSession(string path, string type)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task SignIn_KnownKey_SetsAStrictCookieAndGoesBack()
    {
        using var answer = await SignInAsync(FakePlatform.OperatorKey, "/tasks?state=failed");

        Assert.Equal("/tasks?state=failed", answer.Headers.Location!.PathAndQuery);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("keeper-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_ReturnUrlOfAnotherSite_GoesHome()
    {
        using var answer = await SignInAsync(FakePlatform.ViewerKey, "https://evil.example/");

        Assert.Equal(new Uri(_client.BaseAddress!, "/"), new Uri(_client.BaseAddress!, answer.Headers.Location!));
    }

    [Fact]
    public async Task SignIn_UnknownKey_SaysSoWithoutASession()
    {
        using var answer = await SignInAsync("kk.guess", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("This key is not known", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_KeyOfAComponent_IsRefused()
    {
        _platform.AddKey("kk.component", new Keeper.Grains.Access.Principal("billing", Keeper.Grains.Access.Role.Component));

        using var answer = await SignInAsync("kk.component", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_ManyFailures_AreStoppedBeforeTheGrain()
    {
        for (var i = 0; i < SignInThrottle.FailuresPerWindow; i++)
            (await SignInAsync("kk.guess", null)).Dispose();

        using var answer = await SignInAsync(FakePlatform.AdminKey, null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Too many failed sign-ins", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_OneTimeLink_WorksOnce()
    {
        _platform.Codes["code-1"] = _platform.Keys[Secrets.Hash(FakePlatform.AdminKey)];

        using var first = await _client.GetAsync("/signin?code=code-1");
        using var second = await new HttpClient { BaseAddress = _client.BaseAddress }.GetAsync("/signin?code=code-1");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location!.PathAndQuery));
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Contains("used before or is too old", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("_handler", "signin"), new("Key", FakePlatform.AdminKey)]);
        using var answer = await _client.PostAsync("/signin", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutAntiforgeryToken_KeepsTheSession()
    {
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        using var answer = await _client.PostAsync("/signout", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<h1>Fleet</h1>", await _client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_Prerendered_ShowsEveryVpcAndEscapesWhatAgentsSay()
    {
        _platform.Put(_platform.Agents["a-03"] with { HealthReason = "<script>alert(1)</script>" });
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        var html = await _client.GetStringAsync("/");

        Assert.All(_platform.Vpcs.Keys, vpc => Assert.Contains($"VPC {vpc}", html, StringComparison.Ordinal));
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-04", true)]
    [InlineData("a-03", false)]
    public async Task Fleet_AgentWithAPluginThatDidNotLoad_SaysWhy(string agent, bool shown)
    {
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        var html = WebUtility.HtmlDecode(await _client.GetStringAsync($"/?agent={agent}"));

        Assert.Equal(shown, html.Contains("Plug-ins not loaded", StringComparison.Ordinal));
        Assert.Equal(shown, html.Contains("kind: is required; program: there is no file '/srv/plc/write'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fleet_WithoutAgents_ShowsTheEnrolCommand()
    {
        _platform.Agents.Clear();
        (await SignInAsync(FakePlatform.AdminKey, null)).Dispose();

        var html = await _client.GetStringAsync("/");

        Assert.Contains("--gateway http://127.0.0.1:7400<", html, StringComparison.Ordinal);
        Assert.Contains("--token TOKEN<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("No agent matches", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_FilterWithoutAMatch_IsToldApartFromAnEmptyFleet()
    {
        (await SignInAsync(FakePlatform.AdminKey, null)).Dispose();

        var html = await _client.GetStringAsync("/?q=nothing-like-it");

        Assert.Contains("No agent matches the filter", html, StringComparison.Ordinal);
        Assert.DoesNotContain("--token TOKEN", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FakePlatform.ViewerKey, false)]
    [InlineData(FakePlatform.OperatorKey, true)]
    public async Task Task_Buttons_AreForOperators(string key, bool shown)
    {
        (await SignInAsync(key, null)).Dispose();

        var html = await _client.GetStringAsync("/tasks/t10000");

        Assert.Equal(shown, html.Contains("Run again", StringComparison.Ordinal));
        Assert.Contains("submitted by olga", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_Unknown_SaysSo()
    {
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        Assert.Contains("There is no such task", await _client.GetStringAsync("/tasks/t1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhileTheStoreIsOut_SaysWhyAndStays()
    {
        _platform.Outage = new InvalidOperationException("the disk is full");
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        Assert.Contains("the disk is full", await _client.GetStringAsync("/tasks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Csv_HoldsWhatTheFilterLetsThrough()
    {
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        using var answer = await _client.GetAsync("/tasks/export?state=failed&format=csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("attachment; filename=tasks.csv", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(_platform.Tasks.Values.Count(t => t.State == Keeper.Protocol.Tasks.TaskState.Failed) + 1, lines.Length);
    }

    [Fact]
    public async Task Export_Json_IsOneDocumentOverAllPages()
    {
        var template = _platform.Tasks["t9990"];
        for (var i = 0; i < 1_500; i++)
            _platform.Tasks[$"x{i}"] = template with { Id = $"x{i}" };
        (await SignInAsync(FakePlatform.ViewerKey, null)).Dispose();

        using var json = System.Text.Json.JsonDocument.Parse(await _client.GetStringAsync("/tasks/export?format=json"));

        Assert.Equal(_platform.Tasks.Count, json.RootElement.EnumerateArray().Select(t => t.GetProperty("id").GetString()).Distinct().Count());
    }

    private async Task<HttpResponseMessage> SignInAsync(string key, string? returnUrl)
    {
        var path = returnUrl is null ? "/signin" : $"/signin?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var token = (await _client.GetStringAsync(path)).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent([new("_handler", "signin"), new("__RequestVerificationToken", token), new("Key", key)]);
        return await _client.PostAsync(path, form);
    }
}
