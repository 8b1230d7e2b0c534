using Keeper.Dashboard.Agents.Model;
using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Tests.Agents;

public sealed class FleetStateTests
{
    [Fact]
    public void ToUri_OfEverything_ReadsBackTheSame()
    {
        var state = new FleetState
        {
            Search = "a&b=c d/ü",
            Health = AgentHealth.Degraded,
            Vpc = "plant-osaka",
            AgentId = "a-04",
            Closed = ["local", "staging"],
            Opened = ["plant-osaka"],
        };

        var uri = state.ToUri();

        var read = FleetState.Read(uri[uri.IndexOf('?')..]);
        Assert.Equal(uri, read.ToUri());
        Assert.Equal(("a&b=c d/ü", AgentHealth.Degraded, "plant-osaka", "a-04"), (read.Search, read.Health, read.Vpc, read.AgentId));
        Assert.Equal(["local", "staging"], read.Closed.Order());
        Assert.Equal(["plant-osaka"], read.Opened);
    }

    [Fact]
    public void ToUri_OfNothing_IsTheBarePath() => Assert.Equal("/", new FleetState().ToUri());

    [Theory]
    [InlineData("?health=purple")]
    [InlineData("?health=17")]
    [InlineData("?q=&vpc=")]
    [InlineData("?unknown=1")]
    public void Read_WhatNobodyWrote_CountsAsAbsent(string query) => Assert.Equal("/", FleetState.Read(query).ToUri());

    [Fact]
    public void Toggle_OpenGroup_ClosesItAndOpensItAgain()
    {
        var closed = new FleetState().Toggle("local", isOpen: true);
        var opened = closed.Toggle("local", isOpen: false);

        Assert.Equal("/?closed=local", closed.ToUri());
        Assert.Equal("/?open=local", opened.ToUri());
    }
}
