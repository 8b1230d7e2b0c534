using System.Diagnostics.Metrics;

namespace Keeper.Testing;

/// <summary>Follows an up-down counter of one host, so that a test can await its value.</summary>
public sealed class Gauge : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Recorder<long> _changes = new();

    /// <param name="services">The host's services; counters of other hosts in this process are left out.</param>
    /// <param name="name">The counter's name.</param>
    public Gauge(IServiceProvider services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        var factory = services.GetService(typeof(IMeterFactory));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _changes.Add(value));
        _listener.Start();
    }

    /// <summary>Completes once it has changed and the changes add up to <paramref name="value"/>.</summary>
    public Task WhenAsync(long value) => _changes.WhenAsync(c => c.Count > 0 && c.Sum() == value, $"a gauge of {value}");

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
