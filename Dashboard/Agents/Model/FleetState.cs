using System.Collections.Immutable;
using Keeper.Dashboard.Controls;
using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Agents.Model;

/// <summary>What the fleet page shows: everything is in the query string, so a link is the whole view and back works.</summary>
public sealed record FleetState
{
    public string? Search { get; init; }

    public AgentHealth? Health { get; init; }

    public string? Vpc { get; init; }

    /// <summary>The agent in the side panel.</summary>
    public string? AgentId { get; init; }

    /// <summary>Groups that were closed, or opened, against what they do by themselves.</summary>
    public ImmutableHashSet<string> Closed { get; init; } = [];

    public ImmutableHashSet<string> Opened { get; init; } = [];

    public bool IsFiltered => Search is not null || Health is not null || Vpc is not null;

    public static FleetState Read(string query)
    {
        var text = QueryText.Read(query);
        return new FleetState
        {
            Search = text.Text("q"),
            Health = text.Choice<AgentHealth>("health"),
            Vpc = text.Text("vpc"),
            AgentId = text.Text("agent"),
            Closed = [.. text.List("closed")],
            Opened = [.. text.List("open")],
        };
    }

    public string ToUri() => "/" + QueryText.Write()
        .Add("q", Search)
        .Add("health", Health?.ToString().ToLowerInvariant())
        .Add("vpc", Vpc)
        .Add("agent", AgentId)
        .Add("closed", Closed)
        .Add("open", Opened);

    /// <summary>The state after a click on a group's header.</summary>
    public FleetState Toggle(string vpc, bool isOpen) => isOpen
        ? this with { Closed = Closed.Add(vpc), Opened = Opened.Remove(vpc) }
        : this with { Closed = Closed.Remove(vpc), Opened = Opened.Add(vpc) };
}
