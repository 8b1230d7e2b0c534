using System.Globalization;

namespace Keeper.Dashboard.Live;

/// <summary>Ages, lengths and instants in the words that people use.</summary>
internal static class TimeTexts
{
    /// <summary>How long ago, for example <c>just now</c>, <c>42 s ago</c>, <c>3 min ago</c>, <c>2 d ago</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        return age < TimeSpan.FromSeconds(10) ? "just now" : $"{Whole(age)} ago";
    }

    /// <summary>The largest unit alone: <c>42 s</c>, <c>3 min</c>, <c>5 h</c>, <c>2 d</c>.</summary>
    public static string Whole(TimeSpan span) => span.TotalSeconds switch
    {
        < 60 => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        < 3600 => $"{(int)span.TotalMinutes} min",
        < 86_400 => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };

    /// <summary>A measured length: <c>0.42 ms</c>, <c>12.3 ms</c>, <c>834 ms</c>, <c>2.41 s</c>, <c>3 min 5 s</c>, <c>2 h 4 min</c>.</summary>
    public static string Length(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 0 => "0 ms",
        < 10 => Number(span.TotalMilliseconds, "0.##", "ms"),
        < 100 => Number(span.TotalMilliseconds, "0.#", "ms"),
        < 1000 => Number(span.TotalMilliseconds, "0", "ms"),
        < 60_000 => Number(span.TotalSeconds, "0.##", "s"),
        < 3_600_000 => Pair((int)span.TotalMinutes, "min", span.Seconds, "s"),
        < 86_400_000 => Pair((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Pair((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>The instant itself, in UTC, for people.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The time of day to the millisecond, in UTC.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
