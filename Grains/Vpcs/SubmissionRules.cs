using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Grains.Vpcs;

/// <summary>What a VPC finds wrong with submissions. No I/O.</summary>
internal static class SubmissionRules
{
    public static string NoSuchVpc(string vpc) => $"there is no VPC '{vpc}'";

    /// <summary>Every fault of one submission to a VPC with these agents.</summary>
    public static IEnumerable<SubmissionFault> Faults(int place, string? kind, string? agentId, VpcAgents agents)
    {
        if (kind is not null && !InstructionKinds.TryGet(kind, out _) && !agents.HasKind(kind))
        {
            yield return new SubmissionFault(place, "kind",
                $"'{Names.Shorten(kind)}' is not a kind that Keeper or an agent of the VPC knows; Keeper knows {string.Join(", ", InstructionKinds.Names)}");
        }

        if (agentId is not null && !agents.Knows(agentId))
            yield return new SubmissionFault(place, "agentId", $"'{Names.Shorten(agentId)}' is not an agent of the VPC");
    }
}
