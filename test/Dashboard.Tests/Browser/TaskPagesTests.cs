using Keeper.Dashboard.Tests.Fakes;
using Keeper.Protocol.Tasks;
using static Microsoft.Playwright.Assertions;

namespace Keeper.Dashboard.Tests.Browser;

[Collection(ChromiumGroup.Name)]
public sealed class TaskPagesTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task Tasks_States_AreToggledInTheAddressAndBackWorks()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks");

        await visit.Tile("failed").ClickAsync();
        await visit.Tile("timed out").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync("/tasks?state=failed,timed_out");
        await Expect(visit.Page.Locator("tbody .badge").Filter(new() { HasText = "SUCCEEDED" })).ToHaveCountAsync(0);

        await visit.Page.GoBackAsync();
        await Expect(visit.Page).ToHaveURLAsync("/tasks?state=failed");
        await Expect(visit.Page.Locator("tbody .badge").Filter(new() { HasText = "TIMED_OUT" })).ToHaveCountAsync(0);
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Tasks_NewTask_AppearsWithoutReload()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks");
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(50);

        var task = visit.Platform.Tasks["t10000"];
        visit.Platform.Put(task with { Id = "t20000", CreatedAt = visit.Platform.Time.GetUtcNow(), Kind = "port", Arguments = """{"host":"brand-new","port":1}""" });

        await Expect(visit.Link("brand-new:1")).ToBeVisibleAsync();
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Tasks_ShowMore_IsPartOfTheAddress()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks");

        await visit.Link("Show 50 more").ClickAsync();

        await Expect(visit.Page).ToHaveURLAsync("/tasks?rows=100");
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(100);
    }

    [ChromiumFact]
    public async Task Task_Changes_ShowAtOnceWithTheirResult()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks/t9998");
        await Expect(visit.Page.Locator(".task-facts .badge")).ToHaveTextAsync("RUNNING");

        var task = visit.Platform.Tasks["t9998"];
        visit.Platform.Put(FakeTaskGrain.Enter(
            task, TaskState.Failed, visit.Platform.Time.GetUtcNow(), "reported by the agent", task.AgentId, SampleData.Result(Outcome.TargetFailed)));

        await Expect(visit.Page.Locator(".task-facts .badge")).ToHaveTextAsync("FAILED");
        await Expect(visit.Page.GetByText("1 of 3 passed")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".phases li")).ToHaveCountAsync(5);
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Task_Cancel_AsksFirst()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.OpenAsync("/tasks/t10000");

        await visit.Button("Cancel").ClickAsync();
        await visit.Button("Keep it as it is").ClickAsync();
        Assert.Equal(TaskState.Created, visit.Platform.Tasks["t10000"].State);

        await visit.Button("Cancel").ClickAsync();
        await visit.Button("Cancel the task").ClickAsync();
        await Expect(visit.Page.Locator(".task-facts .badge")).ToHaveTextAsync("CANCELLED");
        await Expect(visit.Page.GetByText("cancelled by olga (dashboard)")).ToBeVisibleAsync();
        await Expect(visit.Button("Cancel")).ToHaveCountAsync(0);
        Assert.Empty(visit.Offences);
    }

    [ChromiumFact]
    public async Task Task_AsViewer_OffersNoAction()
    {
        await using var visit = await Visit.StartAsync(chromium, FakePlatform.ViewerKey);

        await visit.OpenAsync("/tasks/t10000");

        await Expect(visit.Page.Locator(".task-facts .badge")).ToHaveTextAsync("CREATED");
        await Expect(visit.Button("Cancel")).ToHaveCountAsync(0);
        await Expect(visit.Button("Run again")).ToHaveCountAsync(0);
    }
}
