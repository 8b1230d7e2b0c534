using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Agents;

namespace Keeper.Cli.Agents;

/// <summary>Agents for people.</summary>
internal static class AgentView
{
    public static void PrintTable(Session session, IReadOnlyList<AgentDocument> agents)
    {
        var now = session.Host.Time.GetUtcNow();
        session.Print.Table(
            ["ID", "NAME", "VPC", "HEALTH", "SEEN", "QUEUED", "IN FLIGHT", "VERSION", "REASON"],
            [.. agents.Select(a => new Cell[]
            {
                a.Id, a.Name, a.Vpc, Styles.OfHealth(a.Health), Times.Ago(a.LastSeenAt, now),
                a.Queued.ToString(), a.InFlight.ToString(), a.Version ?? "", a.HealthReason,
            })],
            "No agents. `keeper token create --vpc VPC` makes a token to start one with.");
    }

    public static void Print(Session session, AgentDocument agent)
    {
        var seen = agent.LastSeenAt is { } at
            ? $"{Times.Ago(at, session.Host.Time.GetUtcNow())} ({Times.Full(at)})"
            : "never";
        session.Print.Fields(
        [
            ("id", agent.Id),
            ("name", agent.Name),
            ("vpc", agent.Vpc),
            ("health", Styles.OfHealth(agent.Health)),
            ("reason", agent.HealthReason),
            ("last seen", seen),
            ("version", agent.Version),
            ("kinds", string.Join(", ", agent.Executors.Select(e => e.Version is null ? e.Kind : $"{e.Kind} {e.Version}"))),
            .. agent.PluginFaults.Select(f => ($"plug-in {f.Plugin}", (Cell)$"not loaded: {f.Reason}")),
            ("labels", LabelText.Of(agent.Labels)),
            ("queued", agent.Queued.ToString()),
            ("in flight", agent.InFlight.ToString()),
            ("outbox", agent.Outbox?.ToString() ?? "-"),
            ("cpu", agent.CpuPercent is { } cpu ? $"{cpu:0.#} %" : "-"),
            ("memory", agent.MemoryBytes is { } bytes ? $"{bytes / 1024.0 / 1024.0:0.#} MiB" : "-"),
        ]);
    }
}
