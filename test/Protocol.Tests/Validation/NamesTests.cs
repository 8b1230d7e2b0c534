using Keeper.Protocol.Agents;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Validation;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0-9", true)]
    [InlineData("vpc-a-1", true)]
    [InlineData("ends-", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-a", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a.b", false)]
    [InlineData("é", false)]
    [InlineData("a\n", false)]
    public void IsValid_AnyText_FollowsTheOneRule(string? name, bool valid) => Assert.Equal(valid, Names.IsValid(name));

    [Fact]
    public void IsValid_Length_EndsAt63() =>
        Assert.Equal((true, false), (Names.IsValid(new string('a', 63)), Names.IsValid(new string('a', 64))));

    [Theory]
    [InlineData("Web-01.example_x", true)]
    [InlineData(".web", false)]
    [InlineData("web 1", false)]
    [InlineData("", false)]
    public void IsName_OfAgents_TakesHostNames(string name, bool valid) => Assert.Equal(valid, AgentLimits.IsName(name));

    [Fact]
    public void Faults_BeyondTheLimit_AreCountedNotKept()
    {
        var faults = new Faults();
        for (var i = 0; i < 150; i++)
            faults.Add($"f{i}", "bad");

        Assert.Equal((150, 101), (faults.Count, faults.ByField().Count));
        Assert.Equal("50 more faults are not listed", Assert.Single(faults.ByField()["…"]));
    }
}
