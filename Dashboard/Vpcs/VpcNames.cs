using Keeper.Grains.Vpcs;
using Orleans;

namespace Keeper.Dashboard.Vpcs;

/// <summary>The names of the VPCs, for filters and choices.</summary>
internal static class VpcNames
{
    /// <summary>More are reachable by their name in the address only.</summary>
    public const int Max = 1_000;

    public static async Task<IReadOnlyList<string>> ListAsync(IClusterClient cluster) =>
        [.. (await cluster.GetGrain<IVpcListGrain>(0).ListAsync(Max, null)).Items.Select(v => v.Name)];
}
