using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;

namespace Keeper.Grains.Tests.Agents;

public sealed class InstanceRulesTests
{
    [Theory]
    [InlineData(null, null, "i1", 0, "Restarted")]
    [InlineData("i1", null, "i1", 0, "Restarted")]
    [InlineData("i1", 0, "i1", 0, "Same")]
    [InlineData("i1", 0, "i1", 5, "Restarted")]
    [InlineData("i1", 5, "i1", 0, "Restarted")]
    [InlineData("i1", 0, "i2", 5, "TookOver")]
    [InlineData("i1", null, "i2", 0, "TookOver")]
    [InlineData("i1", 5, "i2", 0, "Superseded")]
    [InlineData("i1", 5, "i2", 5, "Superseded")]
    public void Judge_InstanceAndStart_TellsWhoItIs(string? recorded, int? recordedStart, string instance, int start, string expected)
    {
        var arrival = InstanceRules.Judge(
            recorded, recordedStart is { } s ? Rows.Now.AddSeconds(s) : null, instance, Rows.Now.AddSeconds(start));

        Assert.Equal(expected, arrival.ToString());
    }

    [Fact]
    public void Judge_TimesThatStorageRoundedDown_AreTheSameStart() =>
        Assert.Equal(Arrival.Same, InstanceRules.Judge("i1", Rows.Now, "i1", Rows.Now.AddTicks(7)));
}
