using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Orleans;

namespace Keeper.Gateway.Operator;

/// <summary>
/// Asks VPCs what only they can find wrong with submissions. A submission that is sound in itself, of a kind that Keeper
/// knows and for no particular agent, costs no call: its VPC checks it when it takes it.
/// </summary>
internal static class Examination
{
    /// <summary>Adds the faults that VPCs find.</summary>
    /// <param name="grains">Where VPCs are.</param>
    /// <param name="aims">What was read of the submissions.</param>
    /// <param name="faults">The faults so far. With any, everything is examined: whoever mends them should learn of all.</param>
    public static async Task ExamineAsync(IGrainFactory grains, IReadOnlyList<TaskAim> aims, Faults faults)
    {
        var groups = aims.GroupBy(aim => aim.Vpc, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        // Several VPCs take their parts of a batch apart from each other, so what one would refuse must be known before.
        if (faults.None && groups.Count < 2 && !aims.Any(aim => aim.NeedsAgents))
            return;
        foreach (var found in await Task.WhenAll(groups.Select(group => ExamineGroupAsync(grains, group))))
        {
            foreach (var (field, message) in found)
                faults.Add(field, message);
        }
    }

    private static async Task<IEnumerable<(string Field, string Message)>> ExamineGroupAsync(IGrainFactory grains, List<TaskAim> group)
    {
        var found = await grains.GetGrain<IVpcGrain>(group[0].Vpc)
            .ExamineAsync(group.ConvertAll(aim => new SubmissionAim(aim.Kind, aim.AgentId, aim.Arguments?.Text)));
        return found.Select(fault => (FieldOf(group[fault.Place].Path, fault.Field), fault.Message));
    }

    private static string FieldOf(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
