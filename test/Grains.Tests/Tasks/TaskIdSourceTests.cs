using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;

namespace Keeper.Grains.Tests.Tasks;

public sealed class TaskIdSourceTests
{
    [Fact]
    public void Next_WithinOneMillisecond_SortsInTheOrderOfMaking()
    {
        var source = new TaskIdSource();

        var ids = Enumerable.Range(0, 10_000).Select(_ => source.Next(Rows.Now)).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Next_AfterTheClockWentBack_StillSorts()
    {
        var source = new TaskIdSource();
        var before = source.Next(Rows.Now);

        Assert.True(string.CompareOrdinal(before, source.Next(Rows.Now.AddHours(-1))) < 0);
    }

    [Fact]
    public void Next_AnyTime_IsAVersionSevenGuidOfIt()
    {
        var id = Guid.ParseExact(new TaskIdSource().Next(Rows.Now), "N");

        Assert.Equal(7, id.Version);
        Assert.Equal(Rows.Now.ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
    }
}
