using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class ScrapeArgumentsTests
{
    [Fact]
    public void Read_Everything_IsTaken()
    {
        var scrape = Arguments.Read<ScrapeArguments>("scrape", """
            {"url":"https://db.test/metrics","series":[{"name":"up"},{"name":"lag_seconds","labels":{"role":"replica"},"min":-0.5,"max":30}],"timeoutMs":100}
            """);

        Assert.Equal(("https://db.test/metrics", 100, 2), (scrape.Url.ToString(), scrape.TimeoutMs, scrape.Series.Count));
        Assert.Equal((null, null, 0), (scrape.Series[0].Min, scrape.Series[0].Max, scrape.Series[0].Labels.Count));
        Assert.Equal((-0.5, 30.0, "replica"), (scrape.Series[1].Min, scrape.Series[1].Max, scrape.Series[1].Labels["role"]));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachByItsPath()
    {
        var faults = Arguments.FaultsOf("scrape", """
            {"url":"db.test","series":[{"labels":{"a":1}},{"name":"x","min":"1"},{"name":"y","min":3,"max":2},{"name":"z","most":1}],"timeoutMs":0}
            """);

        Assert.Equal(
            [
                "arguments.series[0].labels.a", "arguments.series[0].name", "arguments.series[1].min", "arguments.series[2].min",
                "arguments.series[3].most", "arguments.timeoutMs", "arguments.url",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 3, which is more than max, 2", Assert.Single(faults["arguments.series[2].min"]));
    }

    [Theory]
    [InlineData("""{"url":"http://a"}""", "is required")]
    [InlineData("""{"url":"http://a","series":[]}""", "has 0 elements; allowed are 1 to 50")]
    public void Read_NoSeries_SaysSo(string json, string message) =>
        Assert.Equal(message, Assert.Single(Arguments.FaultsOf("scrape", json)["arguments.series"]));
}
