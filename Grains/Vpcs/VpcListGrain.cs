using Keeper.Storage;
using Orleans;
using Orleans.Concurrency;

namespace Keeper.Grains.Vpcs;

/// <summary>Lists VPCs from the store.</summary>
[StatelessWorker]
internal sealed class VpcListGrain(IStore store) : Grain, IVpcListGrain
{
    /// <inheritdoc/>
    public async Task<VpcPage> ListAsync(int limit, string? cursor)
    {
        var page = await store.Vpcs.ListAsync(Math.Clamp(limit, 1, 1_000), cursor);
        return new VpcPage(page.Items.Select(r => r.ToInfo()).ToList(), page.Next);
    }
}
