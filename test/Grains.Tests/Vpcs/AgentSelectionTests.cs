using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;

namespace Keeper.Grains.Tests.Vpcs;

public sealed class AgentSelectionTests
{
    private static AgentView Agent(string id, AgentHealth health = AgentHealth.Healthy, int load = 0, params string[] kinds)
    {
        var agent = new AgentView(id, id) { Health = health, Load = load };
        agent.SetKinds([.. (kinds.Length == 0 ? ["port"] : kinds).Select(k => new AgentExecutor(k, "1"))]);
        return agent;
    }

    private static string Choose(int count, params AgentView[] agents)
    {
        var selection = new AgentSelection(agents, 0);
        return string.Concat(Enumerable.Range(0, count).Select(_ => selection.Choose("port")?.Id ?? "-"));
    }

    [Fact]
    public void Choose_EquallyLoaded_TakesTurns()
    {
        var chosen = Choose(6, Agent("a"), Agent("b"), Agent("c"));

        Assert.Equal("abc", string.Concat(chosen[..3].Order()));
        Assert.Equal(chosen[..3], chosen[3..]);
    }

    [Fact]
    public void Choose_LeastLoadedFirst_UntilLevel() => Assert.Equal("bbab", Choose(4, Agent("a", load: 2), Agent("b")));

    [Fact]
    public void Choose_HealthyBeforeDegraded_WhateverTheLoad() =>
        Assert.Equal("bbb", Choose(3, Agent("a", AgentHealth.Degraded), Agent("b", load: 99)));

    [Fact]
    public void Choose_OnlyDegraded_TakesIt() => Assert.Equal("a", Choose(1, Agent("a", AgentHealth.Degraded)));

    [Theory]
    [InlineData(AgentHealth.Offline)]
    [InlineData(AgentHealth.Unknown)]
    public void Choose_OnesThatCannotWork_FindsNobody(AgentHealth health) => Assert.Equal("-", Choose(1, Agent("a", health)));

    [Fact]
    public void Choose_WithoutTheKind_FindsNobody() => Assert.Equal("-", Choose(1, Agent("a", kinds: "http")));

    [Fact]
    public void Choose_Full_IsLeftOut()
    {
        var full = Agent("a");
        full.IsFull = true;

        Assert.Equal("bb", Choose(2, full, Agent("b", load: 50)));
    }

    [Fact]
    public void Choose_SeveralKinds_CountsTheLoadOfAll()
    {
        var both = Agent("a", kinds: ["port", "http"]);
        var selection = new AgentSelection([both, Agent("b")], 0);

        Assert.Equal("a", selection.Choose("http")!.Id);
        Assert.Equal("b", selection.Choose("port")!.Id);
    }

    [Fact]
    public void Update_KindGainedOrHealthRegained_CanPlaceWhatWaits()
    {
        var agents = new VpcAgents();
        agents.Put(new Storage.Agents.AgentRow { Id = "a", Vpc = "v", Name = "a", Version = 1, CreatedAt = default });
        AgentStanding Standing(AgentHealth health, params string[] kinds) =>
            new() { AgentId = "a", Health = health, Executors = [.. kinds.Select(k => new AgentExecutor(k, "1"))] };

        Assert.True(agents.Update(Standing(AgentHealth.Healthy, "port"), 10));
        Assert.False(agents.Update(Standing(AgentHealth.Healthy, "port"), 10));
        Assert.True(agents.Update(Standing(AgentHealth.Healthy, "port", "http"), 10));
        Assert.False(agents.Update(Standing(AgentHealth.Offline, "port", "http"), 10));
        Assert.True(agents.Update(Standing(AgentHealth.Degraded, "port", "http"), 10));
        Assert.Null(agents.Update(Standing(AgentHealth.Healthy) with { AgentId = "b" }, 10));
    }

    [Fact]
    public void WhyNobody_EachSituation_NamesTheReason()
    {
        var agents = new VpcAgents();
        Assert.Equal("the VPC has no agent", agents.WhyNobody("port"));
        agents.Put(new Storage.Agents.AgentRow { Id = "a", Vpc = "v", Name = "a", Version = 1, CreatedAt = default });
        Assert.Equal("no agent of the VPC can execute 'port'", agents.WhyNobody("port"));
        agents.Update(new AgentStanding { AgentId = "a", Health = AgentHealth.Offline, Executors = [new("port", "1")] }, 10);
        Assert.Equal("every agent that can execute 'port' was offline", agents.WhyNobody("port"));
        agents.Update(new AgentStanding { AgentId = "a", Health = AgentHealth.Healthy, Executors = [new("port", "1")] }, 10);
        Assert.Equal("every agent was busy", agents.WhyNobody("port"));
    }
}
