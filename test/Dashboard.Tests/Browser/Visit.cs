using System.Collections.Concurrent;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Dashboard.Tests.Hosting;
using Microsoft.Playwright;

namespace Keeper.Dashboard.Tests.Browser;

/// <summary>Somebody in front of a dashboard of their own. Notes whatever a page must never do.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _offences = [];
    private readonly IBrowserContext _context;

    private Visit(WebApplication app, FakePlatform platform, IBrowserContext context, IPage page)
    {
        (App, Platform, _context, Page) = (app, platform, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _offences.Enqueue($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _offences.Enqueue($"script error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(app.Urls.First(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _offences.Enqueue($"foreign request: {request.Url}");
        };
    }

    public WebApplication App { get; }

    public FakePlatform Platform { get; }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Offences => _offences;

    public static async Task<Visit> StartAsync(ChromiumFixture chromium, string key = FakePlatform.OperatorKey, ColorScheme scheme = ColorScheme.Light)
    {
        var platform = SampleData.Fill(new FakePlatform());
        var app = DashboardHost.Build(platform);
        await app.StartAsync();
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = app.Urls.First(),
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        var visit = new Visit(app, platform, context, await context.NewPageAsync());
        await visit.SignInAsync(key);
        return visit;
    }

    /// <summary>Opens a page and waits until its live connection stands: only then do clicks reach the server.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.Locator("[data-connected=yes]")).ToBeVisibleAsync();
    }

    public ILocator Text(string text) => Page.GetByText(text, new() { Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>One of the counts above a list.</summary>
    public ILocator Tile(string label) => Page.Locator(".tile").Filter(new() { HasText = label });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    private async Task SignInAsync(string key)
    {
        await Page.GotoAsync("/signin");
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Fleet", Exact = true })).ToBeVisibleAsync();
    }
}
