using Keeper.Grains.Agents;

namespace Keeper.Gateway.Agents;

internal static class PollAnswers
{
    /// <summary>Whether there is anything in it that the agent should not wait for.</summary>
    public static bool HasContent(this PollAnswer answer) =>
        answer.Access != AgentAccess.Granted
        || answer.Instructions.Count > 0
        || answer.Cancelled.Count > 0
        || answer.Accepted.Count > 0
        || answer.Refused.Count > 0;
}
