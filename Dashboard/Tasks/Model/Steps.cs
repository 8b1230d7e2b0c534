using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>One step of a timeline with how long the state before it lasted.</summary>
/// <param name="Entry">The step.</param>
/// <param name="SincePrevious">Time since the step before; <see langword="null"/> for the first.</param>
/// <param name="IsNewAttempt">Whether another attempt begins here.</param>
internal sealed record Step(TimelineEntry Entry, TimeSpan? SincePrevious, bool IsNewAttempt)
{
    public static IReadOnlyList<Step> Of(IReadOnlyList<TimelineEntry> timeline) =>
        [.. timeline.Select((entry, i) => new Step(
            entry,
            i == 0 ? null : entry.At - timeline[i - 1].At,
            entry.Attempt > 1 && timeline.Take(i).All(e => e.Attempt is null || e.Attempt < entry.Attempt)))];
}

/// <summary>One part of the time that a probe took.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Milliseconds">Its length.</param>
/// <param name="Percent">Its share of all phases.</param>
/// <param name="Index">Chooses the colour; the same phase has the same one on every task.</param>
internal sealed record Phase(string Name, double Milliseconds, double Percent, int Index)
{
    private static readonly string[] Order = ["dns", "connect", "tls", "firstByte", "transfer"];

    /// <summary>Phases in the order in which they happen; those that nobody knows come last.</summary>
    public static IReadOnlyList<Phase> Of(IReadOnlyDictionary<string, double>? phases)
    {
        var lengths = (phases ?? new Dictionary<string, double>(StringComparer.Ordinal)).Where(p => p.Value >= 0).ToList();
        var total = lengths.Sum(p => p.Value);
        return [.. lengths
            .OrderBy(p => Array.IndexOf(Order, p.Key) is var i and >= 0 ? i : Order.Length).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select((p, i) => new Phase(Words(p.Key), p.Value, total > 0 ? p.Value / total * 100 : 0, Array.IndexOf(Order, p.Key) is var known and >= 0 ? known : i % Order.Length))];
    }

    private static string Words(string name) => name switch
    {
        "dns" => "DNS",
        "connect" => "Connect",
        "tls" => "TLS",
        "firstByte" => "First byte",
        "transfer" => "Transfer",
        _ => name,
    };
}
