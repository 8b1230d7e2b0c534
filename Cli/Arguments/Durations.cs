using System.Globalization;

namespace Keeper.Cli.Arguments;

/// <summary>Durations as people type them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>; a bare number is seconds.</summary>
internal static class Durations
{
    public const string Form = "a number with ms, s, m, h or d, for example 30s";

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)];

    private static readonly double LongestSeconds = TimeSpan.FromDays(3660).TotalSeconds;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, seconds) = Units.First(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * seconds > LongestSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>The shortest way to write it.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => $"{duration.TotalMilliseconds:0.###}ms",
        { TotalMinutes: < 1 } => $"{duration.TotalSeconds:0.#}s",
        { TotalHours: < 1 } => $"{duration.TotalMinutes:0.#}m",
        { TotalDays: < 1 } => $"{duration.TotalHours:0.#}h",
        _ => $"{duration.TotalDays:0.#}d",
    };
}
