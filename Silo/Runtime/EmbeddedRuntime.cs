using Keeper.Grains.Live;
using Orleans.Hosting;

namespace Keeper.Silo.Runtime;

/// <summary>The grain runtime of this build: embedded, one process (docs/architecture.md, "The grain runtime").</summary>
internal static class GrainRuntime
{
    public static void AddGrainRuntime(this WebApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddMemoryStreams(LiveStream.Provider));
}
