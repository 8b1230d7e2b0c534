namespace Keeper.Agent.Probes.Tls;

/// <summary>
/// Judges a chain: trust, name, begin and end each by itself, because each is mended by somebody else. By the probe's
/// clock, so that what is said about days and what is said about validity cannot contradict each other.
/// </summary>
internal static class ChainVerdict
{
    /// <summary>Notes every expectation and answers how long the chain is good for.</summary>
    public static string Note(ProbeRun probe, ServedChain chain, string serverName, int? minDays)
    {
        var now = probe.Time.GetUtcNow();
        var faults = chain.TrustFaults();
        probe.Check("the chain is trusted", faults.Length == 0, faults.Length == 0 ? $"up to {chain.Certificates[^1].Subject}" : faults);
        probe.Check($"the certificate is for {serverName}", chain.IsForName, chain.Names);
        var youngest = chain.Certificates.MaxBy(c => c.From)!;
        probe.Check("every certificate is valid already", youngest.From <= now, $"{youngest.Subject} is valid from {youngest.From:yyyy-MM-dd}");
        var earliest = chain.Earliest;
        var expired = earliest.Until < now;
        probe.Check("no certificate has expired", !expired, $"{earliest.Subject} {(expired ? "expired on" : "is valid until")} {earliest.Until:yyyy-MM-dd}");
        var days = chain.DaysLeft(probe.Time);
        probe.Value("certificateDays", days);
        if (minDays is { } limit)
            probe.Check($"every certificate is valid for at least {limit} days", days >= limit, $"{days:0} days ({earliest.Subject}, until {earliest.Until:yyyy-MM-dd})");
        var whose = earliest == chain.Certificates[0] ? "" : $", when {earliest.Subject} ends";
        return $"{days:0} days (until {earliest.Until:yyyy-MM-dd}{whose})";
    }
}
