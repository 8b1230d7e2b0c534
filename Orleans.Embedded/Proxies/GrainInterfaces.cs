using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Proxies;

/// <summary>The grain interfaces that were asked for.</summary>
internal sealed class GrainInterfaces
{
    // Shared by all silos of the process: test clusters come and go, proxy classes stay.
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();

#pragma warning disable CA1822 // Part of the silo to its users.
    public GrainInterface Get(Type type) => Known.GetOrAdd(type, static key =>
        key.IsInterface && typeof(IAddressable).IsAssignableFrom(key)
            ? new GrainInterface(key)
            : throw new ArgumentException($"{key} is not a grain interface."));
#pragma warning restore CA1822
}
