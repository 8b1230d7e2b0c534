using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests;

/// <summary>Where grains say that they have come to a point, and wait until the test lets them go on.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private volatile bool _allOpen;

    public Recorder<string> Log { get; } = new();

    /// <summary>For grains: say that this point is reached, and wait.</summary>
    public Task PassAsync(string name)
    {
        var gate = Get(name);
        gate.Reached.Raise();
        return gate.Opened.Task;
    }

    /// <summary>For tests: wait until a grain has come to this point.</summary>
    public Task ReachedAsync(string name) => Get(name).Reached.WaitAsync($"a grain at {name}");

    public void Open(string name) => Get(name).Opened.Raise();

    public void OpenAll()
    {
        _allOpen = true;
        foreach (var gate in _gates.Values)
            gate.Opened.Raise();
    }

    private Gate Get(string name)
    {
        var gate = _gates.GetOrAdd(name, _ => new Gate());
        if (_allOpen)
            gate.Opened.Raise();
        return gate;
    }

    private sealed record Gate
    {
        public Signal Reached { get; } = new();

        public Signal Opened { get; } = new();
    }
}
