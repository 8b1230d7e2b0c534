namespace Keeper.Agent;

/// <summary>The version that the platform and people are told.</summary>
public static class AgentVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(AgentVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
