using Keeper.Dashboard.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Keeper.Dashboard.Tests.Browser;

[Collection(ChromiumGroup.Name)]
public sealed class ConnectionTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task Connection_ServerStops_BannerCannotBeMissedAndThePageComesBack()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");
        var url = visit.App.Urls.First();
        await Expect(visit.Page.GetByText("Connection lost.")).ToBeHiddenAsync();

        await visit.App.StopAsync();
        await Expect(visit.Page.GetByText("Connection lost.")).ToBeVisibleAsync();
        var box = await visit.Page.Locator("#components-reconnect-modal").BoundingBoxAsync();
        Assert.True(box is { X: 0, Y: 0, Width: 1440, Height: >= 50 });

        await using var again = DashboardHost.Build(visit.Platform, url);
        await again.StartAsync();
        await Expect(visit.Page.GetByText("Connection lost.")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("[data-connected=yes], .signin-card").First).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Theme_Toggled_IsRememberedFromTheFirstPaint()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");
        Assert.True(await BrightnessAsync(visit.Page) > 200);

        await visit.Button("Switch between light and dark").ClickAsync();
        Assert.True(await BrightnessAsync(visit.Page) < 60);

        await visit.OpenAsync("/tasks");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.True(await BrightnessAsync(visit.Page) < 60);
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Theme_NotChosen_FollowsTheSystem()
    {
        await using var visit = await Visit.StartAsync(chromium, scheme: ColorScheme.Dark);

        await visit.OpenAsync("/");

        Assert.True(await BrightnessAsync(visit.Page) < 60);
    }

    [ChromiumFact]
    public async Task Pages_Left_LeaveNothingBehind()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");
        Assert.Equal(1, visit.Platform.Listeners);

        await visit.Link("Tasks").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Tasks", Exact = true })).ToBeVisibleAsync();
        await visit.Page.Locator("tbody a").First.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Timeline" })).ToBeVisibleAsync();

        Assert.Equal(1, visit.Platform.Listeners);
        Assert.Single(visit.Platform.Observers);
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task SignOut_Clicked_EndsTheSession()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks");

        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Page.GetByLabel("API key")).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/tasks");

        await Expect(visit.Page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    private static Task<int> BrightnessAsync(IPage page) =>
        page.EvaluateAsync<int>("() => Math.max(...getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number))");
}
