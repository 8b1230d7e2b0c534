namespace Keeper.Storage.Leases;

/// <summary>How the processes of one database take turns.</summary>
public static class LeaseTimes
{
    /// <summary>How often the active one renews.</summary>
    public static TimeSpan RenewEvery { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How old, by the database's clock, a renewal has to be before another process may take over.</summary>
    public static TimeSpan Lasts { get; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after it asked for a renewal the active one answers. Shorter than <see cref="Lasts"/>: its own monotonic
    /// clock and the database's run at slightly different speeds, and an answer takes a moment to leave.
    /// </summary>
    public static TimeSpan AnswersFor { get; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How often a stand-by looks.</summary>
    public static TimeSpan LookEvery { get; } = TimeSpan.FromMilliseconds(250);
}
