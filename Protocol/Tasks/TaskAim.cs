using Keeper.Protocol.Json;

namespace Keeper.Protocol.Tasks;

/// <summary>
/// What of a submission only its VPC can judge. It is read apart from the submission, so that a body with other faults is
/// answered with these as well.
/// </summary>
/// <param name="Path">Path of the submission in the body, empty for the body itself.</param>
/// <param name="Vpc">The VPC; a valid name.</param>
/// <param name="Kind">The instruction's kind; <see langword="null"/> when it could not be read.</param>
/// <param name="AgentId">The agent that has to do it, if one was named.</param>
/// <param name="Arguments">The arguments, if they are those of a kind that Keeper itself does not know.</param>
public sealed record TaskAim(string Path, string Vpc, string? Kind, string? AgentId, RawJson? Arguments = null)
{
    /// <summary>Whether the VPC's agents decide if it is right, not only whether the VPC exists.</summary>
    public bool NeedsAgents => AgentId is not null || (Kind is not null && !InstructionKinds.TryGet(Kind, out _));
}
