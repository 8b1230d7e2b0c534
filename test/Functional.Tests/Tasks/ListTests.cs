using Keeper.Client;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

/// <summary>Lists and filters over one set of tasks that no test changes.</summary>
public sealed class ListTests(ListTests.Tasks tasks) : IClassFixture<ListTests.Tasks>
{
    private KeeperClient Client => tasks.Host.Client;

    [Fact]
    public async Task List_PageByPage_FindsEveryTaskOnceNewestFirst()
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Client.GetTaskPageAsync(new TaskFilter(), limit: 2, cursor);
            Assert.InRange(page.Items.Count, 1, 2);
            found.AddRange(page.Items.Select(t => t.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(tasks.All, found.Order(StringComparer.Ordinal));
        Assert.Equal(found.OrderDescending(StringComparer.Ordinal), found);
    }

    [Fact]
    public Task List_ByVpc_FindsItsOwn() => FindsAsync(new TaskFilter { Vpc = "vpc-b" }, tasks.OtherVpc);

    [Fact]
    public Task List_ByState_FindsThatState() => FindsAsync(new TaskFilter { State = TaskState.Cancelled }, tasks.Cancelled);

    [Fact]
    public Task List_ByKind_FindsThatKind() => FindsAsync(new TaskFilter { Kind = "http" }, tasks.Http);

    [Fact]
    public Task List_ByAgent_FindsWhatItHas() => FindsAsync(new TaskFilter { AgentId = tasks.AgentId }, tasks.Pinned);

    [Fact]
    public Task List_FiltersTogether_FindWhatMatchesAll() =>
        FindsAsync(new TaskFilter { Vpc = "vpc-b", State = TaskState.Created, Kind = "port" }, tasks.OtherVpc);

    [Fact]
    public Task List_FiltersThatNothingMatches_FindNothing() => FindsAsync(new TaskFilter { Vpc = "vpc-b", Kind = "http" });

    [Fact]
    public async Task List_ByTextAndSeveralStates_FindsWhatMatches()
    {
        var answer = await tasks.Host.Http.GetStringAsync("/api/v1/tasks?text=needle&state=CREATED,CANCELLED");

        Assert.Contains(tasks.Http, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(tasks.Cancelled, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WrongFilters_NamesEveryFault()
    {
        using var answer = await tasks.Host.Http.GetAsync("/api/v1/tasks?vpc=A!&state=ASLEEP&limit=0&cursor=x&colour=red");

        var problem = await answer.ProblemAsync();
        Assert.Equal((400, "colour cursor limit state vpc"), (problem.Status, string.Join(' ', problem.Errors!.Keys.Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task List_CursorOfNoList_NamesTheField()
    {
        using var answer = await tasks.Host.Http.GetAsync("/api/v1/tasks?cursor=x");

        Assert.Equal(["cursor"], (await answer.ProblemAsync()).Errors!.Keys);
    }

    private async Task FindsAsync(TaskFilter filter, params string[] ids) =>
        Assert.Equal(ids, (await Client.GetTaskPageAsync(filter)).Items.Select(t => t.Id));

    /// <summary>A server with five tasks that differ in what can be filtered by.</summary>
    public sealed class Tasks : IAsyncLifetime
    {
        internal KeeperHost Host { get; private set; } = null!;

        public string AgentId { get; private set; } = "";

        public string OtherVpc { get; private set; } = "";

        public string Cancelled { get; private set; } = "";

        public string Http { get; private set; } = "";

        public string Pinned { get; private set; } = "";

        public IEnumerable<string> All => new[] { OtherVpc, Cancelled, Http, Pinned, Plain }.Order(StringComparer.Ordinal);

        private string Plain { get; set; } = "";

        public async Task InitializeAsync()
        {
            Host = await KeeperHost.StartAsync();
            var client = Host.Client;
            await client.PutVpcAsync("vpc-b", new());
            AgentId = (await client.CreateAgentAsync(KeeperHost.Vpc, "made-first")).Id;
            OtherVpc = await client.SubmitAsync(Submit.Port(vpc: "vpc-b"));
            Cancelled = await client.SubmitAsync();
            await client.CancelTaskAsync(Cancelled);
            Http = await client.SubmitAsync(new TaskRequest
            {
                Vpc = KeeperHost.Vpc,
                Kind = "http",
                Arguments = new RawJson("""{"url":"http://needle.example/"}"""),
            });
            Pinned = await client.SubmitAsync(Submit.Port() with { AgentId = AgentId });
            Plain = await client.SubmitAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
