using System.Collections.Concurrent;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Hosting;

/// <summary>The silos of the process, for clients in other hosts of the same process.</summary>
internal static class RunningSilos
{
    private static readonly ConcurrentDictionary<(string Service, string Cluster), LocalSilo> Silos = new();

    public static void Add(ClusterOptions names, LocalSilo silo) => Silos[(names.ServiceId, names.ClusterId)] = silo;

    public static void Remove(ClusterOptions names, LocalSilo silo) =>
        Silos.TryRemove(new KeyValuePair<(string, string), LocalSilo>((names.ServiceId, names.ClusterId), silo));

    public static LocalSilo Find(ClusterOptions names) => Silos.GetValueOrDefault((names.ServiceId, names.ClusterId))
        ?? throw new SiloUnavailableException(
            $"No silo of cluster \"{names.ClusterId}\", service \"{names.ServiceId}\", runs in this process, and the embedded runtime reaches no other.");
}
