using System.Globalization;
using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>A timeline as it is stored: JSON text of an array of <see cref="TimelineEntry"/>, in the wire's form.</summary>
internal static class Timeline
{
    /// <summary>Longest cause in characters; causes quote agents' messages.</summary>
    public const int MaxCauseLength = 300;

    /// <summary>A task that loses its lease for hours must not grow its row without end.</summary>
    public const int MaxLength = 16 * 1024;

    private const int KeptAtStart = 3;
    private const int KeptAtEnd = 20;

    /// <summary>The text of one entry. The same text serves every task of a batch that entered the state together.</summary>
    public static string Entry(TaskState state, DateTimeOffset at, string cause, string? agentId = null, int? attempt = null) =>
        JsonSerializer.Serialize(new TimelineEntry(state, at, Cut(cause), agentId, attempt), AgentWireJson.Default.TimelineEntry);

    /// <summary>The same entry at another time.</summary>
    public static string At(string entry, DateTimeOffset at) => JsonSerializer.Serialize(
        JsonSerializer.Deserialize(entry, AgentWireJson.Default.TimelineEntry)! with { At = at }, AgentWireJson.Default.TimelineEntry);

    /// <summary>When a change of now is said to have happened: a wall clock that was set back takes no timeline back.</summary>
    public static DateTimeOffset NotBefore(string timeline, DateTimeOffset now)
    {
        // Quotes inside texts are escaped, so this is found nowhere but at the last entry's time.
        const string property = "\"at\":\"";
        var start = timeline.LastIndexOf(property, StringComparison.Ordinal);
        if (start < 0)
            return now;
        var time = timeline.AsSpan(start + property.Length);
        return DateTimeOffset.TryParse(time[..time.IndexOf('"')], CultureInfo.InvariantCulture, out var last) && last > now ? last : now;
    }

    /// <summary>A timeline of one entry.</summary>
    public static string Begin(string entry) => $"[{entry}]";

    /// <summary>Adds an entry at the end.</summary>
    public static string Append(string timeline, string entry)
    {
        if (timeline.Length + entry.Length > MaxLength)
            timeline = Shorten(timeline);
        return timeline.Length <= 2 ? Begin(entry) : string.Concat(timeline.AsSpan(0, timeline.Length - 1), ",", entry, "]");
    }

    /// <summary>The entries.</summary>
    public static List<TimelineEntry> Read(string timeline) =>
        JsonSerializer.Deserialize(timeline, AgentWireJson.Default.ListTimelineEntry) ?? [];

    private static string Shorten(string timeline)
    {
        var entries = Read(timeline);
        if (entries.Count > KeptAtStart + KeptAtEnd)
            entries.RemoveRange(KeptAtStart, entries.Count - KeptAtStart - KeptAtEnd);
        return JsonSerializer.Serialize(entries, AgentWireJson.Default.ListTimelineEntry);
    }

    private static string Cut(string cause) =>
        cause.Length <= MaxCauseLength ? cause : string.Concat(cause.AsSpan(0, MaxCauseLength - 1), "…");
}
