using Keeper.Grains.Live;
using Orleans.Hosting;

namespace Keeper.Silo.Runtime;

/// <summary>The grain runtime of this build: embedded, one process (docs/architecture.md, "The grain runtime").</summary>
internal static class GrainRuntime
{
    /// <summary>Of several processes on one database one is active at a time.</summary>
    public static bool TakesTurns => true;

    public static void AddGrainRuntime(this WebApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddMemoryStreams(LiveStream.Provider));

    /// <summary>What the gateway has besides in this form: nothing.</summary>
    public static void MapGrainRuntime(this IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);
}
