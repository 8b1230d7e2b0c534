using Keeper.Storage.Agents;

namespace Keeper.Grains.Agents;

/// <summary>Which kinds there are in each VPC, from what its agents announced. No I/O.</summary>
internal static class AnnouncedKinds
{
    /// <summary>By kind and VPC. Where agents announce one kind differently, what most of them say counts, then the higher version.</summary>
    public static IReadOnlyList<AnnouncedKind> Of(IEnumerable<AgentAnnouncement> announcements) =>
    [
        .. from announcement in announcements
           from executor in GrainJson.ReadExecutors(announcement.Executors)
           group (executor, announcement.Agents) by (executor.Kind, announcement.Vpc) into kind
           orderby kind.Key.Kind, kind.Key.Vpc
           select new AnnouncedKind(kind.Key.Vpc, MostAnnounced(kind), kind.Sum(k => k.Agents)),
    ];

    private static AgentExecutor MostAnnounced(IEnumerable<(AgentExecutor Executor, int Agents)> variants) => variants
        .GroupBy(v => v.Executor)
        .OrderByDescending(v => v.Sum(a => a.Agents))
        .ThenByDescending(v => v.Key.Version, StringComparer.Ordinal)
        .First().Key;
}
