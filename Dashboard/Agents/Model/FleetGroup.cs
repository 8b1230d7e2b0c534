using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Agents.Model;

/// <summary>The agents of one VPC as the page shows them.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="Counts">All its agents by health, whatever the filter.</param>
/// <param name="Agents">Those shown: trouble first, then by name.</param>
/// <param name="Hidden">How many more the filter lets through.</param>
/// <param name="IsOpen">Whether its rows are shown.</param>
public sealed record FleetGroup(string Vpc, HealthCounts Counts, IReadOnlyList<AgentInfo> Agents, int Hidden, bool IsOpen)
{
    /// <summary>Rows of one group beside others; a VPC that was chosen alone shows all.</summary>
    public const int MaxRows = 100;

    /// <summary>Up to this many agents every group is open by itself; beyond, only those in trouble.</summary>
    public const int SmallFleet = 60;

    /// <summary>Groups for a view: VPCs in trouble first, then by name. Without a filter VPCs without agents are there too.</summary>
    public static IReadOnlyList<FleetGroup> Of(FleetView view, FleetState state)
    {
        var agents = view.Agents.ToLookup(a => a.Vpc, StringComparer.Ordinal);
        var counts = view.Counts.ToLookup(c => c.Vpc, StringComparer.Ordinal);
        var total = view.Counts.Sum(c => c.Agents);
        var names = agents.Select(a => a.Key);
        if (!state.IsFiltered)
            names = names.Concat(view.Vpcs).Concat(counts.Select(c => c.Key));
        return [.. names.Distinct(StringComparer.Ordinal)
            .Select(vpc => Make(vpc, HealthCounts.Of(counts[vpc]), agents[vpc], state, total))
            .OrderBy(g => Severity(g.Counts)).ThenBy(g => g.Vpc, StringComparer.Ordinal)];
    }

    private static FleetGroup Make(string vpc, HealthCounts counts, IEnumerable<AgentInfo> agents, FleetState state, int total)
    {
        var sorted = agents.OrderBy(a => Array.IndexOf(HealthCounts.Order, a.Health)).ThenBy(a => a.Name, StringComparer.Ordinal).ToList();
        var rows = state.Vpc == vpc ? sorted.Count : Math.Min(sorted.Count, MaxRows);
        var opensByItself = state.IsFiltered || total <= SmallFleet || counts.Offline + counts.Degraded > 0;
        var isOpen = !state.Closed.Contains(vpc) && (opensByItself || state.Opened.Contains(vpc));
        return new FleetGroup(vpc, counts, [.. sorted.Take(rows)], sorted.Count - rows, isOpen);
    }

    private static int Severity(HealthCounts counts) => counts switch
    {
        { Offline: > 0 } => 0,
        { Degraded: > 0 } => 1,
        { Total: > 0 } => 2,
        _ => 3,
    };
}
