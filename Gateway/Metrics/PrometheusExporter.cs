using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Keeper.Gateway.Metrics;

/// <summary>
/// Collects every meter named <c>Keeper.*</c> of this host from the moment it is made, and writes what it has as
/// Prometheus text.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _factory;

    public PrometheusExporter(IMeterFactory factory)
    {
        _factory = factory;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter))
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, i => new InstrumentSeries(i)));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    public string ToText()
    {
        using var output = new StringWriter { NewLine = "\n" };
        _listener.RecordObservableInstruments();
        foreach (var instrument in _instruments.Values.OrderBy(i => i.Name, StringComparer.Ordinal))
            instrument.Write(output);
        return output.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Meters of another host in this process have another factory; static ones have none and are everybody's.</summary>
    private bool IsOurs(Meter meter) =>
        meter.Name.StartsWith("Keeper.", StringComparison.Ordinal) && (meter.Scope is null || ReferenceEquals(meter.Scope, _factory));

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((InstrumentSeries)state!).Record(value, tags);
}
