using Keeper.Grains.Live;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Keeper.Silo.Runtime;

/// <summary>The grain runtime of this build: Microsoft Orleans (docs/architecture.md, "The grain runtime").</summary>
internal static class GrainRuntime
{
    public static void AddGrainRuntime(this WebApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(LiveStream.Provider));
}
