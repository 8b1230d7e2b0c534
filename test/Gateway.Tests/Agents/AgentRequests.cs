namespace Keeper.Gateway.Tests.Agents;

/// <summary>Bodies as agents send them.</summary>
internal static class AgentRequests
{
    public static string Poll(double waitSeconds = 0, int capacity = 10, string more = "") =>
        $$"""
        {"instanceId":"i1","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:05Z","capacity":{{capacity}},
         "waitSeconds":{{waitSeconds}},"running":[],"heartbeat":{}{{more}}}
        """;
}
