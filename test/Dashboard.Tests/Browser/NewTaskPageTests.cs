using Keeper.Protocol.Tasks;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Keeper.Dashboard.Tests.Browser;

[Collection(ChromiumGroup.Name)]
public sealed class NewTaskPageTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task Submit_Mistakes_AreShownAtTheirFieldAndThenItRuns()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks?vpc=local");
        await visit.Link("Submit a task").ClickAsync();

        await Field(visit, "url").FillAsync("nowhere");
        await visit.Page.GetByText("More arguments").ClickAsync();
        await Field(visit, "maxLatencyMs").FillAsync("0");
        await visit.Button("Submit").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(Field(visit, "url")).ToHaveAccessibleNameAsync("URL");
        await Expect(Field(visit, "url")).ToHaveAccessibleDescriptionAsync("Absolute http or https URL. 'nowhere' is not an absolute http or https URL");
        await visit.Button("arguments.maxLatencyMs").ClickAsync();
        await Expect(Field(visit, "maxLatencyMs")).ToBeFocusedAsync();

        await Field(visit, "url").FillAsync("https://fresh.internal/");
        await Field(visit, "maxLatencyMs").FillAsync("800");
        await visit.Button("Submit").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "https://fresh.internal/" })).ToBeVisibleAsync();
        Assert.Contains(visit.Platform.Tasks.Values, t => t.Arguments == """{"url":"https://fresh.internal/","maxLatencyMs":800}""");
        Assert.Contains(visit.Platform.Audit, e => e is { Principal: "olga", Action: "task.submit" });
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Submit_KindThatAPluginAnnounced_HasAFormOfItsOwn()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks/new?vpc=plant-osaka");

        await visit.Page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("plc-read");
        await Expect(visit.Page).ToHaveURLAsync("/tasks/new?vpc=plant-osaka&kind=plc-read");
        await Field(visit, "station").FillAsync("press-4");
        await visit.Button("Add to registers").ClickAsync();
        await Expect(visit.Page.GetByLabel("Registers 1", new() { Exact = true })).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("40001");
        await visit.Page.GetByText("More arguments").ClickAsync();
        await Field(visit, "mode").SelectOptionAsync("exact");
        await visit.Page.GetByLabel("Pin: how it is given").SelectOptionAsync("Secret by name");
        await Field(visit, "pin").FillAsync("press-pin");
        await visit.Button("Add to tags").ClickAsync();
        await visit.Page.GetByLabel("Tags: name 1").FillAsync("line");
        await Field(visit, "tags-0").FillAsync("2");
        await visit.Button("Submit").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Timeline" })).ToBeVisibleAsync();
        Assert.Contains(visit.Platform.Tasks.Values, t => t is
        {
            Kind: "plc-read",
            Arguments: """{"station":"press-4","registers":[40001],"mode":"exact","pin":{"secret":"press-pin"},"tags":{"line":"2"}}""",
        });
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Json_EditedAndBack_IsInTheForm()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks/new?vpc=local&kind=port");
        await Field(visit, "host").FillAsync("db");

        await visit.Button("JSON").ClickAsync();
        await Expect(visit.Page.GetByLabel("Arguments (JSON)")).ToHaveValueAsync("{\n  \"host\": \"db\"\n}");
        await visit.Page.GetByLabel("Arguments (JSON)").FillAsync("""{"host": "cache", "port": 6379, "tls": true""");
        await visit.Button("Form").ClickAsync();
        await Expect(visit.Page.GetByText("is not JSON")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Arguments (JSON)").FillAsync("""{"host": "cache", "port": 6379, "tls": true}""");
        await visit.Button("Form").ClickAsync();

        await Expect(Field(visit, "host")).ToHaveValueAsync("cache");
        await Expect(Field(visit, "port")).ToHaveValueAsync("6379");
        await Expect(visit.Page.GetByLabel("TLS", new() { Exact = true })).ToBeCheckedAsync();
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Task_RunAgain_MakesTheSameTaskOnceMoreAndShowsIt()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var origin = visit.Platform.Tasks["t9993"];
        await visit.OpenAsync($"/tasks/{origin.Id}");

        await visit.Button("Run again").ClickAsync();

        await Expect(visit.Page).Not.ToHaveURLAsync($"/tasks/{origin.Id}");
        await Expect(visit.Page.Locator(".task-facts .badge")).ToHaveTextAsync("CREATED");
        var again = visit.Platform.Tasks[new Uri(visit.Page.Url).Segments[^1]];
        Assert.Equal((origin.Vpc, origin.Kind, origin.Arguments), (again.Vpc, again.Kind, again.Arguments));
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Task_RunAgainWhatMayNotBeRepeated_AsksFirst()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var task = visit.Platform.Tasks["t9993"];
        visit.Platform.Put(task with { Id = "t-command", Kind = "command", Arguments = """{"file":"reboot"}""" });
        var before = visit.Platform.Tasks.Count;
        await visit.OpenAsync("/tasks/t-command");

        await visit.Button("Run again").ClickAsync();
        await visit.Button("Keep it as it is").ClickAsync();

        Assert.Equal(before, visit.Platform.Tasks.Count);
    }

    [ChromiumFact]
    public async Task Task_EditAndRun_StartsFromItsArguments()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var origin = visit.Platform.Tasks.Values.First(t => t.Kind == "port" && t.State == TaskState.Succeeded);
        await visit.OpenAsync($"/tasks/{origin.Id}");

        await visit.Link("Edit and run").ClickAsync();
        await Expect(Field(visit, "host")).ToHaveValueAsync(System.Text.Json.JsonElement.Parse(origin.Arguments).GetProperty("host").GetString()!);
        await Expect(Field(visit, "timeoutMs")).ToHaveValueAsync("2000");
        await Field(visit, "host").FillAsync("10.9.9.9");
        await visit.Button("Submit").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "10.9.9.9:5432" })).ToBeVisibleAsync();
        Assert.Contains(visit.Platform.Tasks.Values, t => t.Vpc == origin.Vpc && t.Arguments.Contains("10.9.9.9", StringComparison.Ordinal));
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task New_AsViewer_OffersNoForm()
    {
        await using var visit = await Visit.StartAsync(chromium, Fakes.FakePlatform.ViewerKey);

        await visit.OpenAsync("/tasks/new");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("may look at tasks");
        await Expect(visit.Button("Submit")).ToHaveCountAsync(0);
    }

    private static ILocator Field(Visit visit, string name) => visit.Page.Locator($"#arg-{name}");
}
