using Keeper.Storage.Vpcs;

namespace Keeper.Grains.Vpcs;

/// <summary>From VPCs' rows to what grains say of them.</summary>
internal static class VpcRows
{
    public static VpcInfo ToInfo(this VpcRow row) => new()
    {
        Name = row.Name,
        Description = row.Description,
        Labels = GrainJson.ReadLabels(row.Labels),
        CreatedAt = row.CreatedAt,
    };
}
