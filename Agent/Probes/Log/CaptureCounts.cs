using System.Globalization;
using Keeper.Agent.Execution;

namespace Keeper.Agent.Probes.Log;

/// <summary>
/// What one named group captured: how often each value, and for numbers their sum and extremes. However many values there
/// are, few are kept and few become figures.
/// </summary>
internal sealed class CaptureCounts(string group)
{
    /// <summary>So many values become a figure each; the rest is counted together.</summary>
    public const int MaxShown = 20;

    private const int MaxKept = 1_000;
    private const int MaxValueLength = 60;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _count;
    private int _numbers;
    private double _sum;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public void Take(string text)
    {
        _count++;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            _numbers++;
            _sum += number;
            _min = Math.Min(_min, number);
            _max = Math.Max(_max, number);
        }

        var value = Results.Cut(text, MaxValueLength);
        if (_counts.Count < MaxKept || _counts.ContainsKey(value))
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }

    /// <summary>Notes the figures.</summary>
    public void Note(ProbeRun probe)
    {
        if (_count == 0)
            return;
        if (_numbers == _count)
        {
            probe.Value(Name("sum"), _sum);
            probe.Value(Name("avg"), _sum / _count);
            probe.Value(Name("min"), _min);
            probe.Value(Name("max"), _max);
        }

        if (_numbers < _count || IsCode)
            NoteValues(probe);
    }

    /// <summary>Few whole numbers are codes, which people count; many different ones, or fractions, are measurements.</summary>
    private bool IsCode => _counts.Count <= MaxShown && _counts.Keys.All(k => k.All(char.IsAsciiDigit));

    private void NoteValues(ProbeRun probe)
    {
        var shown = _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MaxShown).ToDictionary();
        if (_count - shown.Values.Sum() is > 0 and var rest)
            shown["other"] = shown.GetValueOrDefault("other") + rest;
        foreach (var (value, count) in shown)
            probe.Value(Name(value), count);
    }

    private string Name(string what) => $"capture.{group}.{what}";
}
