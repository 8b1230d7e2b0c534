namespace Keeper.Grains.Tasks;

/// <summary>
/// When the sweeper has to wake a row's owner at the latest. Owners in memory have timers that are prompter; these times
/// matter when an owner went away with its silo.
/// </summary>
internal static class DueTimes
{
    /// <summary>A leased task whose owner is gone is found after this time at the latest; it is not moved at each poll.</summary>
    public static readonly TimeSpan BackstopAfter = TimeSpan.FromMinutes(2);

    /// <summary>How long a task may be on its way back from an agent to its VPC.</summary>
    public static readonly TimeSpan HandBack = TimeSpan.FromSeconds(2);

    /// <summary>For a leased task.</summary>
    public static DateTimeOffset Backstop(DateTimeOffset now) => now + BackstopAfter;

    /// <summary>For a running task: the end of its run time and grace, if that is sooner.</summary>
    public static DateTimeOffset OfRunning(int runTimeoutSeconds, DateTimeOffset startedAt, DateTimeOffset now, TimeSpan grace)
    {
        var end = startedAt.AddSeconds(runTimeoutSeconds) + grace;
        var backstop = Backstop(now);
        // One that stays RUNNING beyond its end (a wall clock that jumped) is looked at again later, not at once for ever.
        return end > now && end < backstop ? end : backstop;
    }
}
