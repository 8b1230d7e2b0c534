using Keeper.Dashboard.ResultViews.Model;

namespace Keeper.Dashboard.Tests.ResultViews;

public sealed class FigureSetTests
{
    [Theory]
    [InlineData("cpuPercent", 3.25, "3.25 %")]
    [InlineData("memoryAvailableBytes", 26_400_000, "26.4 MB")]
    [InlineData("receivedBytesPerSecond", 1_500, "1.5 kB/s")]
    [InlineData("bytes", 48_211, "48.2 kB")]
    [InlineData("queryMs", 12, "12 ms")]
    [InlineData("certificateDays", 61, "61")]
    [InlineData("lines", 12_345, "12,345")]
    public void Of_Name_TellsTheUnit(string name, double value, string text) => Assert.Equal(text, FigureTexts.Of(name, value));

    [Fact]
    public void Of_FiguresOfAHost_AreTilesColumnsAndRows()
    {
        var sets = FigureSet.Of(new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["cpuPercent"] = 50,
            ["diskPercent./"] = 80,
            ["network.eth0.receivedBytesPerSecond"] = 10,
            ["network.eth0.sentBytesPerSecond"] = 20,
            ["process.my.app.cpuPercent"] = 5,
        });

        Assert.Equal(["", "Disk", "Network", "Process"], sets.Select(s => s.Title));
        Assert.Equal(("CPU", new Figure("50 %", 50)), (sets[0].Rows[0].Name, sets[0].Rows[0].Figures[0]));
        Assert.Equal(("/", new Figure("80 %", 80)), (sets[1].Rows[0].Name, sets[1].Rows[0].Figures[0]));
        Assert.Equal((2, "eth0"), (sets[2].Columns.Count, Assert.Single(sets[2].Rows).Name));
        Assert.Equal("my.app", sets[3].Rows[0].Name);
    }

    [Fact]
    public void Of_SeriesWithLabels_KeepTheirNames()
    {
        var set = Assert.Single(FigureSet.Of(new Dictionary<string, double>(StringComparer.Ordinal) { ["""up{host="a.b.c"}"""] = 1 }));

        Assert.Equal("""up{host="a.b.c"}""", set.Rows[0].Name);
    }

    [Fact]
    public void Of_CountsByLevel_TellsTheShareOfEach()
    {
        var set = Assert.Single(FigureSet.Of(new Dictionary<string, double>(StringComparer.Ordinal) { ["level.error"] = 1, ["level.warning"] = 3 }));

        Assert.Equal([("error", 25d), ("warning", 75d)], set.Rows.Select(r => (r.Name, r.Figures[0]!.Share!.Value)));
    }

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Empty(FigureSet.Of(null));
}
