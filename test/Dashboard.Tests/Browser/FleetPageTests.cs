using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Agents;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Keeper.Dashboard.Tests.Browser;

[Collection(ChromiumGroup.Name)]
public sealed class FleetPageTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task Fleet_AgentGoesOffline_ShowsWithoutReload()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");
        await visit.Page.EvaluateAsync("() => window.sameDocument = true");

        visit.Platform.Put(visit.Platform.Agents["a-06"] with { Health = AgentHealth.Offline, HealthReason = "said good-bye" });

        await Expect(visit.Text("said good-bye")).ToBeVisibleAsync();
        await Expect(visit.Tile("agents offline")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.sameDocument"));
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Fleet_CountsAndSearch_ArePartOfTheAddressAndBackWorks()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");

        await visit.Tile("agent offline").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync("/?health=offline");
        await Expect(visit.Link("builtin")).ToHaveCountAsync(0);

        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("gate");
        await Expect(visit.Page).ToHaveURLAsync("/?q=gate&health=offline");
        await Expect(visit.Link("gate-2")).ToBeVisibleAsync();

        await visit.Page.GoBackAsync();
        await Expect(visit.Link("builtin")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("");
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Fleet_Link_HoldsTheWholeView()
    {
        await using var visit = await Visit.StartAsync(chromium);

        await visit.OpenAsync("/?agent=a-04&closed=local");

        await Expect(visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "Agent details" })).ToContainTextAsync("88 MB");
        await Expect(visit.Link("builtin")).ToHaveCountAsync(0);
        await Expect(visit.Link("local")).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Fleet_Keyboard_ReachesAnAgentsDetails()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");

        await visit.Link("gate-2").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync("/?agent=a-03");
        await visit.Link("Close the details").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page.GetByRole(AriaRole.Complementary)).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Fleet_Paused_HoldsDataStillWhileFiltersWork()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/");
        await visit.Button("Pause updates").ClickAsync();
        await Expect(visit.Page.Locator(".live-text")).ToContainTextAsync("Paused");

        visit.Platform.Put(visit.Platform.Agents["a-01"] with { Queued = 4_711 });
        // A hint is followed within half a second; a view that has got two seconds old did not follow it.
        await Expect(visit.Page.Locator(".live-text")).ToContainTextAsync("updated 2 s");
        await Expect(visit.Text("4711")).ToHaveCountAsync(0);

        await visit.Page.GetByLabel("VPC", new() { Exact = true }).SelectOptionAsync("plant-osaka");
        await Expect(visit.Link("builtin")).ToHaveCountAsync(0);

        await visit.Button("Resume updates").ClickAsync();
        await visit.Page.GetByLabel("VPC", new() { Exact = true }).SelectOptionAsync("");
        await Expect(visit.Text("4711")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Vpcs_AdminAddsAnAgent_GetsTheCommandWithAToken()
    {
        await using var visit = await Visit.StartAsync(chromium, FakePlatform.AdminKey);
        await visit.OpenAsync("/vpcs");

        await visit.Page.GetByRole(AriaRole.Row, new() { Name = "plant-osaka" }).GetByRole(AriaRole.Button, new() { Name = "Add an agent" }).ClickAsync();
        await visit.Button("Make a token").ClickAsync();

        await Expect(visit.Page.Locator("#enrol-command")).ToContainTextAsync("--gateway http://127.0.0.1:7400 --token kt.plant-osaka.");
        Assert.Empty(visit.Offences);
    }
}
