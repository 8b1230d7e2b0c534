using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Agents.Model;

/// <summary>How a health looks: never by colour alone.</summary>
internal static class HealthTexts
{
    public static string Icon(AgentHealth health) => health switch
    {
        AgentHealth.Healthy => "ok",
        AgentHealth.Degraded => "warn",
        AgentHealth.Offline => "bad",
        _ => "unknown",
    };

    public static string Tone(AgentHealth health) => health switch
    {
        AgentHealth.Healthy => "good",
        AgentHealth.Degraded => "warn",
        AgentHealth.Offline => "bad",
        _ => "idle",
    };
}
