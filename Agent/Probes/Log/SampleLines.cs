using Keeper.Agent.Execution;

namespace Keeper.Agent.Probes.Log;

/// <summary>Keeps the first and the last of many lines, each cut.</summary>
internal sealed class SampleLines
{
    public const int MaxEach = 8;

    private const int MaxLength = 600;

    private readonly List<string> _first = [];
    private readonly Queue<string> _last = new();
    private long _count;

    /// <summary>The newest.</summary>
    public string? Last { get; private set; }

    public void Add(ReadOnlySpan<char> line)
    {
        _count++;
        // One character more, so that the cut is seen.
        Last = Results.Cut(line[..Math.Min(line.Length, MaxLength + 1)].ToString(), MaxLength);
        if (_first.Count < MaxEach)
        {
            _first.Add(Last);
            return;
        }

        _last.Enqueue(Last);
        if (_last.Count > MaxEach)
            _last.Dequeue();
    }

    public override string ToString()
    {
        var between = _count - _first.Count - _last.Count;
        IEnumerable<string> lines = between > 0 ? [.. _first, $"… {between} more …", .. _last] : [.. _first, .. _last];
        return string.Concat(lines.Select(l => l + "\n"));
    }
}
