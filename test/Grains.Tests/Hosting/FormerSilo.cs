using Keeper.Grains.Agents;
using Keeper.Storage;
using Orleans.TestingHost;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>A silo that was left behind and does not know it: its clock stands still, and its grains remember what was.</summary>
/// <param name="cluster">The silo.</param>
/// <param name="clock">Its clock.</param>
/// <param name="ended">Its store, when its term is over; <see langword="null"/> when it shares that of the silo that goes on.</param>
internal sealed class FormerSilo(TestCluster cluster, SiloClock clock, Store? ended) : IAsyncDisposable
{
    /// <summary>Where it stands still.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Whether the database takes anything from it at all.</summary>
    public bool MayWrite => ended is null;

    public IAgentGrain Agent(string id) => cluster.GrainFactory.GetGrain<IAgentGrain>(id);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        if (ended is not null)
            await ended.DisposeAsync();
    }
}
