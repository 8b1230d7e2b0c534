namespace Keeper.Grains.Agents;

/// <summary>Who a poll comes from, compared with the poll before.</summary>
internal enum Arrival
{
    /// <summary>The same process.</summary>
    Same,

    /// <summary>The same installation after a restart.</summary>
    Restarted,

    /// <summary>Another installation, started later: it takes over.</summary>
    TookOver,

    /// <summary>An installation that another one has taken over from.</summary>
    Superseded,
}

/// <summary>Tells installations and processes with one credential apart (design.md sections 5 and 7).</summary>
internal static class InstanceRules
{
    /// <summary>Judges a poll by its instance and start time; both recorded ones are <see langword="null"/> until a first poll.</summary>
    public static Arrival Judge(string? recordedInstance, DateTimeOffset? recordedStart, string instance, DateTimeOffset start)
    {
        // Milliseconds, because that is what survives storage; a process does not restart within one.
        var started = start.ToUnixTimeMilliseconds();
        var recorded = recordedStart?.ToUnixTimeMilliseconds();
        if (recordedInstance is null || recordedInstance == instance)
            return recorded == started ? Arrival.Same : Arrival.Restarted;
        return recorded is null || started > recorded ? Arrival.TookOver : Arrival.Superseded;
    }
}
