namespace Keeper.Grains.Agents;

/// <summary>What is wrong with an agent that polls.</summary>
[Flags]
internal enum HealthSigns
{
    None = 0,
    ClockSkewed = 1,
    CredentialCopied = 2,
    Overloaded = 4,
    OutboxFull = 8,
    VersionMismatch = 16,
    Faulty = 32,
}

/// <summary>What the platform thinks of an agent, and why.</summary>
internal readonly record struct HealthVerdict(AgentHealth Health, string Reason);

/// <summary>Derives an agent's health from how its heartbeats arrive and what they say (mission A8).</summary>
internal static class AgentHealthRules
{
    public const string NeverConnected = "never connected";
    public const string ShutDown = "shut down cleanly";

    /// <summary>For how long a poll of a superseded installation counts.</summary>
    private static readonly TimeSpan SupersededFor = TimeSpan.FromMinutes(2);

    /// <summary>The signs at a moment; free of allocation, for it runs at every poll.</summary>
    public static HealthSigns Signs(AgentPulse pulse, bool versionMatches, AgentOptions options, TimeProvider clock, long now)
    {
        var signs = HealthSigns.None;
        if (pulse.ClockSkew.Duration() > TimeSpan.FromSeconds(options.MaxClockSkewSeconds))
            signs |= HealthSigns.ClockSkewed;
        if (pulse.SupersededSeen is { } seen && clock.GetElapsedTime(seen, now) < SupersededFor)
            signs |= HealthSigns.CredentialCopied;
        if (pulse.Fault is not null)
            signs |= HealthSigns.Faulty; // It takes no work because of it; that is not load.
        else if (pulse.FullSince is { } full && clock.GetElapsedTime(full, now) >= TimeSpan.FromSeconds(options.OverloadedAfterSeconds))
            signs |= HealthSigns.Overloaded;
        if (pulse.Outbox > options.MaxOutbox)
            signs |= HealthSigns.OutboxFull;
        if (!versionMatches)
            signs |= HealthSigns.VersionMismatch;
        return signs;
    }

    /// <summary>The verdict on an agent that polls.</summary>
    public static HealthVerdict Judge(HealthSigns signs, AgentPulse pulse, string? version, AgentOptions options)
    {
        if (signs == HealthSigns.None)
            return new HealthVerdict(AgentHealth.Healthy, "");
        List<string> reasons = [];
        if (signs.HasFlag(HealthSigns.CredentialCopied))
            reasons.Add("its credential is in use by an older installation, too: a copied disk");
        if (signs.HasFlag(HealthSigns.ClockSkewed))
            reasons.Add($"its clock is {Seconds(pulse.ClockSkew.Duration())} {(pulse.ClockSkew > TimeSpan.Zero ? "ahead" : "behind")}");
        if (signs.HasFlag(HealthSigns.Faulty))
            reasons.Add(pulse.Fault!);
        if (signs.HasFlag(HealthSigns.Overloaded))
            reasons.Add($"overloaded: no room for more work for {options.OverloadedAfterSeconds} s or longer");
        if (signs.HasFlag(HealthSigns.OutboxFull))
            reasons.Add($"{pulse.Outbox} reports wait in its outbox");
        if (signs.HasFlag(HealthSigns.VersionMismatch))
            reasons.Add($"version mismatch: it runs {version}, the platform {PlatformVersion.Text}");
        return new HealthVerdict(AgentHealth.Degraded, string.Join("; ", reasons));
    }

    /// <summary>The verdict on an agent that was not heard of for a while.</summary>
    public static HealthVerdict Silent(TimeSpan silence) =>
        new(AgentHealth.Offline, $"network lost or process killed: silent for {Seconds(silence)}");

    private static string Seconds(TimeSpan time) => $"{Math.Floor(time.TotalSeconds):0} s";
}
