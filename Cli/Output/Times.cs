using Keeper.Cli.Arguments;

namespace Keeper.Cli.Output;

/// <summary>Times as people read them.</summary>
internal static class Times
{
    /// <summary>How long ago; a clock that runs behind the server's shows <c>now</c>.</summary>
    public static string Ago(DateTimeOffset? at, DateTimeOffset now) =>
        at is not { } time ? "never"
        : now - time < TimeSpan.FromSeconds(1) ? "now"
        : $"{Coarse(now - time)} ago";

    /// <summary>The time itself, in UTC, to the millisecond.</summary>
    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'");

    /// <summary>The time of the day, in UTC.</summary>
    public static string OfDay(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff'Z'");

    private static string Coarse(TimeSpan age) =>
        Durations.Format(age switch
        {
            { TotalMinutes: < 1 } => TimeSpan.FromSeconds(Math.Floor(age.TotalSeconds)),
            { TotalHours: < 1 } => TimeSpan.FromMinutes(Math.Floor(age.TotalMinutes)),
            { TotalDays: < 1 } => TimeSpan.FromHours(Math.Floor(age.TotalHours)),
            _ => TimeSpan.FromDays(Math.Floor(age.TotalDays)),
        });
}
