using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task Tasks_ByStateAndPage_AreNewestFirst()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var answers = await cluster.VpcGrain().SubmitAsync(Enumerable.Repeat(Sample.Port(), 3).ToList());
        await cluster.Task(answers[1].TaskId!).CancelAsync("by admin");
        var grain = cluster.Grains.GetGrain<ITaskListGrain>(0);

        var first = await grain.ListAsync(new TaskQuery { Vpc = KeeperCluster.Vpc, States = new[] { TaskState.Created }, Limit = 1 });
        var second = await grain.ListAsync(new TaskQuery
        {
            Vpc = KeeperCluster.Vpc,
            States = new[] { TaskState.Created },
            Limit = 1,
            Cursor = first.Next,
        });

        Assert.Equal(answers[2].TaskId, Assert.Single(first.Items).Id);
        Assert.Equal(answers[0].TaskId, Assert.Single(second.Items).Id);
    }

    [Fact]
    public async Task Tasks_Count_NamesEveryState()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.SubmitAsync();

        var counts = await cluster.Grains.GetGrain<ITaskListGrain>(0).CountAsync(null);

        Assert.Equal(TaskStates.All.Order(), counts.Keys.Order());
        Assert.Equal((1, 0), (counts["CREATED"], counts["EXPIRED"]));
    }

    [Fact]
    public async Task Fleet_List_ShowsLiveFigures()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await cluster.SubmitAsync();
        await cluster.SubmitAsync();
        await agent.PollAsync(1);

        var page = await cluster.Grains.GetGrain<IFleetGrain>(0).ListAsync(new AgentQuery { Vpc = KeeperCluster.Vpc });

        var info = Assert.Single(page.Items);
        Assert.Equal((agent.Id, 1, 1), (info.Id, info.Queued, info.InFlight));
    }

    [Fact]
    public async Task Fleet_Count_IsByHealth()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one");
        await cluster.EnrollAsync("two");

        var counts = await cluster.Grains.GetGrain<IFleetGrain>(0).CountAsync();

        Assert.Contains(new FleetCount(KeeperCluster.Vpc, AgentHealth.Healthy, 1), counts);
        Assert.Contains(new FleetCount(KeeperCluster.Vpc, AgentHealth.Unknown, 1), counts);
    }

    [Fact]
    public async Task Vpcs_List_IsByName()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.VpcGrain("vpc-b").PutAsync(new VpcSettings("second", new Dictionary<string, string> { ["env"] = "test" }));

        var page = await cluster.Grains.GetGrain<IVpcListGrain>(0).ListAsync(10, null);

        Assert.Equal([KeeperCluster.Vpc, "vpc-b"], page.Items.Select(v => v.Name));
        Assert.Equal(("second", "test"), (page.Items[1].Description, page.Items[1].Labels["env"]));
    }

    [Fact]
    public async Task Vpc_ThatDoesNotExist_IsNull()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        Assert.Null(await cluster.VpcGrain("nowhere").GetAsync());
        Assert.Null(await cluster.VpcGrain("nowhere").IssueTokenAsync(60, 1));
    }
}
