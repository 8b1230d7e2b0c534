using Keeper.Dashboard.Agents.Model;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Tests.Agents;

public sealed class FleetGroupTests
{
    private static readonly DateTimeOffset Seen = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Of_MixedFleet_PutsTroubleFirst()
    {
        var view = View(
            Agent("1", "alpha", AgentHealth.Healthy), Agent("2", "beta", AgentHealth.Degraded), Agent("3", "gamma", AgentHealth.Healthy),
            Agent("4", "gamma", AgentHealth.Offline));

        var groups = FleetGroup.Of(view, new FleetState());

        Assert.Equal(["gamma", "beta", "alpha", "empty"], groups.Select(g => g.Vpc));
        Assert.Equal(["4", "3"], groups[0].Agents.Select(a => a.Id));
    }

    [Fact]
    public void Of_Counts_AreOfAllAgentsWhateverTheFilter()
    {
        var view = View(Agent("1", "alpha", AgentHealth.Healthy), Agent("2", "alpha", AgentHealth.Offline));
        var filtered = view with { Agents = [view.Agents[1]] };

        var group = Assert.Single(FleetGroup.Of(filtered, new FleetState { Health = AgentHealth.Offline }));

        Assert.Equal((1, 1, 2), (group.Counts.Healthy, group.Counts.Offline, group.Counts.Total));
        Assert.Single(group.Agents);
    }

    [Fact]
    public void Of_Filter_LeavesVpcsWithoutAMatchOut()
    {
        var view = View(Agent("1", "alpha", AgentHealth.Healthy));

        Assert.Equal(["alpha"], FleetGroup.Of(view, new FleetState { Search = "1" }).Select(g => g.Vpc));
        Assert.Equal(["alpha", "empty"], FleetGroup.Of(view, new FleetState()).Select(g => g.Vpc));
    }

    [Fact]
    public void Of_LargeFleet_OpensOnlyGroupsInTrouble()
    {
        var many = Enumerable.Range(0, FleetGroup.SmallFleet).Select(i => Agent($"h{i}", "quiet", AgentHealth.Healthy));
        var view = View([.. many, Agent("x", "loud", AgentHealth.Offline)]);

        var groups = FleetGroup.Of(view, new FleetState());

        Assert.True(groups.Single(g => g.Vpc == "loud").IsOpen);
        Assert.False(groups.Single(g => g.Vpc == "quiet").IsOpen);
        Assert.True(FleetGroup.Of(view, new FleetState { Opened = ["quiet"] }).Single(g => g.Vpc == "quiet").IsOpen);
        Assert.True(FleetGroup.Of(view, new FleetState { Search = "h" }).Single(g => g.Vpc == "quiet").IsOpen);
    }

    [Fact]
    public void Of_ManyInOneVpc_ShowsSomeUntilTheVpcIsChosen()
    {
        var view = View([.. Enumerable.Range(0, FleetGroup.MaxRows + 5).Select(i => Agent($"{i}", "big", AgentHealth.Healthy))]);

        var beside = FleetGroup.Of(view, new FleetState()).Single(g => g.Vpc == "big");
        var alone = FleetGroup.Of(view, new FleetState { Vpc = "big" }).Single(g => g.Vpc == "big");

        Assert.Equal((FleetGroup.MaxRows, 5), (beside.Agents.Count, beside.Hidden));
        Assert.Equal((FleetGroup.MaxRows + 5, 0), (alone.Agents.Count, alone.Hidden));
    }

    private static AgentInfo Agent(string id, string vpc, AgentHealth health) => SampleData.Agent(id, $"n{id}", vpc, health, Seen);

    private static FleetView View(params AgentInfo[] agents) => new(
        [.. agents.GroupBy(a => (a.Vpc, a.Health)).Select(g => new FleetCount(g.Key.Vpc, g.Key.Health, g.Count()))],
        [.. agents.Select(a => a.Vpc).Append("empty").Distinct()], agents, false, null, []);
}
