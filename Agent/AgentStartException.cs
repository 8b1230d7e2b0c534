namespace Keeper.Agent;

/// <summary>The agent cannot start; the message says what a person has to mend.</summary>
public sealed class AgentStartException : Exception
{
    /// <summary>Says what has to be mended.</summary>
    public AgentStartException(string message)
        : base(message)
    {
    }

    /// <summary>Says what has to be mended, and what was behind it.</summary>
    public AgentStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
