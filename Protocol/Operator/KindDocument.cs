using Keeper.Protocol.Json;

namespace Keeper.Protocol.Operator;

/// <summary>A kind of instruction as <c>GET /kinds</c> tells it.</summary>
public sealed record KindDocument
{
    /// <summary><see cref="Source"/> of a kind that Keeper knows by itself.</summary>
    public const string FromKeeper = "keeper";

    /// <summary><see cref="Source"/> of a kind that only agents know.</summary>
    public const string FromAgents = "agents";

    /// <summary>Its name.</summary>
    public required string Kind { get; init; }

    /// <summary>What it does, in a sentence; empty when nobody says.</summary>
    public string About { get; init; } = "";

    /// <summary>Who knows it: <see cref="FromKeeper"/> or <see cref="FromAgents"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The version that most agents announce, for a kind that only agents know.</summary>
    public string? Version { get; init; }

    /// <summary>Whether an attempt that was lost while it ran is made again, with <see cref="Example"/>'s arguments.</summary>
    public bool Repeatable { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of its arguments; of any object when agents announced none.</summary>
    public required RawJson ArgumentsSchema { get; init; }

    /// <summary>Arguments to start from.</summary>
    public required RawJson Example { get; init; }

    /// <summary>How many agents have announced it.</summary>
    public int Agents { get; init; }

    /// <summary>The VPCs of those agents, by name.</summary>
    public IReadOnlyList<string> Vpcs { get; init; } = [];
}
