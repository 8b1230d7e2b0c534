using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Keeper.Gateway.Metrics;

/// <summary>All series of one instrument, bounded in number.</summary>
internal sealed class InstrumentSeries
{
    /// <summary>More label sets than this mean that somebody used ids as labels; the rest is counted together.</summary>
    public const int MaxSeries = 1000;

    private static readonly double[] DefaultBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<LabelSet, Series> _series = new(new LabelSet.Comparer());
    private readonly ConcurrentDictionary<LabelSet, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;
    private readonly Func<Series> _newSeries;
    private readonly string _type;
    private readonly string _help;

    public InstrumentSeries(Instrument instrument)
    {
        var generic = instrument.GetType() is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : null;
        var isHistogram = generic == typeof(Histogram<>);
        var isCounter = generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>);
        var adds = generic == typeof(Counter<>) || generic == typeof(UpDownCounter<>);
        _newSeries = isHistogram ? () => new HistogramSeries(BoundsOf(instrument)) : adds ? () => new SumSeries() : () => new LastSeries();
        _type = isHistogram ? "histogram" : isCounter ? "counter" : "gauge";
        _help = (instrument.Description ?? instrument.Name).Replace(@"\", @"\\").Replace("\n", @"\n");
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        Name = MetricNames.Of(instrument, isCounter);
    }

    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_byTags.TryGetValue(tags, out var series))
            series = _series.GetOrAdd(_series.Count < MaxSeries ? new LabelSet(tags) : LabelSet.Overflow, _ => _newSeries());
        series.Record(value);
    }

    public void Write(TextWriter output)
    {
        if (_series.IsEmpty)
            return;
        output.Write($"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
        foreach (var (labels, series) in _series.OrderBy(s => s.Key.Text, StringComparer.Ordinal))
            series.Write(output, Name, labels.Text);
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(b => (double)b)],
        _ => DefaultBounds,
    };
}
