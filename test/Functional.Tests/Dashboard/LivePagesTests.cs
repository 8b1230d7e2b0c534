using Keeper.Dashboard.Tests.Browser;
using Keeper.Functional.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Keeper.Functional.Tests.Dashboard;

/// <summary>The dashboard on the real server: what its own tests show over invented data holds over grains and store.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class LivePagesTests(ChromiumFixture chromium) : IAsyncLifetime
{
    private KeeperHost _host = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Path is null)
            return;
        _host = await KeeperHost.StartAsync(new ServerOptions { LocalAgent = true });
        _context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _host.Operator.AbsoluteUri });
        _context.SetDefaultTimeout(30_000);
        _page = await _context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (ChromiumFactAttribute.Path is null)
            return;
        await _context.DisposeAsync();
        await _host.DisposeAsync();
    }

    [ChromiumFact]
    public async Task SignIn_ByTheLink_WorksOnce()
    {
        var link = $"/signin?code={await _host.SignInCodeAsync()}";
        await _page.GotoAsync(link);
        await Expect(Heading("Fleet")).ToBeVisibleAsync();

        await using var other = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _host.Operator.AbsoluteUri });
        var stranger = await other.NewPageAsync();
        await stranger.GotoAsync(link);

        await Expect(stranger.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Fleet_BuiltInAgent_BecomesHealthyWithoutReload()
    {
        await SignInAsync();

        await Expect(_page.GetByRole(AriaRole.Region, new() { Name = "VPC local" })).ToContainTextAsync("Healthy");
    }

    [ChromiumFact]
    public async Task Tasks_SubmittedTask_AppearsAndSucceedsWithoutReload()
    {
        await _host.LocalAgentAsync();
        await SignInAsync();
        await OpenAsync("/tasks");

        await _host.Client.SubmitAsync(Submit.Port(_host.Operator.Port, vpc: "local"));

        await Expect(_page.Locator("tbody tr")).ToContainTextAsync($"127.0.0.1:{_host.Operator.Port}");
        await Expect(_page.Locator("tbody .badge")).ToHaveTextAsync("SUCCEEDED");
    }

    [ChromiumFact]
    public async Task Task_WhileItsPageIsOpen_GoesFromCreatedToSucceeded()
    {
        var held = new HeldExecutors();
        var id = await _host.Client.SubmitAsync();
        await SignInAsync();
        await OpenAsync($"/tasks/{id}");
        await Expect(Badge()).ToHaveTextAsync("CREATED");

        await _host.JoinAsync(executors: held);
        await held.Started.WhenCountAsync(1);
        await Expect(Badge()).ToHaveTextAsync("RUNNING");
        held.Release();

        await Expect(Badge()).ToHaveTextAsync("SUCCEEDED");
        await Expect(_page.Locator(".outcome-message")).ToHaveTextAsync("let go");
    }

    private ILocator Heading(string name) => _page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    private ILocator Badge() => _page.Locator(".task-facts .badge");

    private async Task SignInAsync()
    {
        await _page.GotoAsync($"/signin?code={await _host.SignInCodeAsync()}");
        await Expect(Heading("Fleet")).ToBeVisibleAsync();
    }

    /// <summary>Opens a page and waits until its live connection stands.</summary>
    private async Task OpenAsync(string path)
    {
        await _page.GotoAsync(path);
        await Expect(_page.Locator("[data-connected=yes]")).ToBeVisibleAsync();
    }
}
