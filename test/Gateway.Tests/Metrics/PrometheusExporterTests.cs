using System.Diagnostics.Metrics;
using Keeper.Gateway.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Tests.Metrics;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusExporter _exporter;
    private readonly Meter _meter;

    public PrometheusExporterTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _exporter = new PrometheusExporter(factory);
        _meter = factory.Create("Keeper.Tests");
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void ToText_Counter_AddsUpByLabels()
    {
        var counter = _meter.CreateCounter<long>("things.done", description: "Things.\nDone.");
        counter.Add(2, Tag("kind", "a"));
        counter.Add(3, Tag("kind", "a"));
        counter.Add(1, Tag("kind", "b"));

        Assert.Equal(
            """
            # HELP things_done_total Things.\nDone.
            # TYPE things_done_total counter
            things_done_total{kind="a"} 5
            things_done_total{kind="b"} 1

            """,
            _exporter.ToText());
    }

    [Fact]
    public void ToText_UpDownCounter_IsAGaugeOfTheSum()
    {
        var counter = _meter.CreateUpDownCounter<long>("waiting");
        counter.Add(5);
        counter.Add(-2);

        Assert.Equal("# HELP waiting waiting\n# TYPE waiting gauge\nwaiting 3\n", _exporter.ToText());
    }

    [Fact]
    public void ToText_ObservableGauge_IsReadAtEachLook()
    {
        var value = 1.5;
        _meter.CreateObservableGauge("level", () => value, "By");

        Assert.Contains("level_bytes 1.5\n", _exporter.ToText(), StringComparison.Ordinal);
        value = double.PositiveInfinity;
        Assert.Contains("level_bytes +Inf\n", _exporter.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_ObservableCounter_IsATotalAndNotAddedTwice()
    {
        _meter.CreateObservableCounter("seen", () => 7L);

        _exporter.ToText();

        Assert.Contains("seen_total 7\n", _exporter.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_Histogram_CountsBelowEachBound()
    {
        var histogram = _meter.CreateHistogram(
            "took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        histogram.Record(1, Tag("e", "x"));
        histogram.Record(1.5, Tag("e", "x"));
        histogram.Record(9, Tag("e", "x"));

        Assert.EndsWith(
            """
            # TYPE took_seconds histogram
            took_seconds_bucket{e="x",le="1"} 1
            took_seconds_bucket{e="x",le="2"} 2
            took_seconds_bucket{e="x",le="+Inf"} 3
            took_seconds_sum{e="x"} 11.5
            took_seconds_count{e="x"} 3

            """,
            _exporter.ToText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_LabelValuesWithSpecialCharacters_AreEscaped()
    {
        _meter.CreateCounter<int>("odd").Add(1, Tag("na.me", "a\"b\\c\nd"));

        Assert.Contains("""odd_total{na_me="a\"b\\c\nd"} 1""", _exporter.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_TooManyLabelSets_CountsTheRestTogether()
    {
        var counter = _meter.CreateCounter<long>("ids");
        for (var i = 0; i < InstrumentSeries.MaxSeries + 10; i++)
            counter.Add(1, Tag("id", i));

        var text = _exporter.ToText();

        Assert.Contains("ids_total{overflow=\"true\"} 10\n", text, StringComparison.Ordinal);
        Assert.Equal(InstrumentSeries.MaxSeries + 1, text.Split('\n').Count(l => l.StartsWith("ids_total", StringComparison.Ordinal)));
    }

    [Fact]
    public void ToText_MetersOfOthers_AreLeftOut()
    {
        using var foreign = new Meter("Others.Meter");
        using var otherHost = new ServiceCollection().AddMetrics().BuildServiceProvider();
        foreign.CreateCounter<long>("foreign").Add(1);
        otherHost.GetRequiredService<IMeterFactory>().Create("Keeper.Tests").CreateCounter<long>("elsewhere").Add(1);

        Assert.Equal("", _exporter.ToText());
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        var counter = _meter.CreateCounter<long>("raced");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
                counter.Add(1, Tag("kind", "a"));
        })));

        Assert.Contains("raced_total{kind=\"a\"} 40000\n", _exporter.ToText(), StringComparison.Ordinal);
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
