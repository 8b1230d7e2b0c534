namespace Keeper.Client.Health;

/// <summary>Whether the platform can take work.</summary>
/// <param name="Url">The address that answered.</param>
/// <param name="Ready">Whether it can take work.</param>
/// <param name="Status"><c>ok</c>, <c>standby</c>, <c>degraded</c>, or the answer's own word.</param>
/// <param name="Active">On a stand-by: where the active one is.</param>
/// <param name="Reasons">When degraded: why.</param>
public sealed record HealthReport(
    Uri Url, bool Ready, string Status, string? Active = null, IReadOnlyList<string>? Reasons = null);
