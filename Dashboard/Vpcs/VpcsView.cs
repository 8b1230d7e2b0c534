using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;

namespace Keeper.Dashboard.Vpcs;

/// <summary>What the page of VPCs was last told.</summary>
public sealed record VpcsView(IReadOnlyList<VpcInfo> Vpcs, bool IsCut, IReadOnlyList<FleetCount> Counts);
