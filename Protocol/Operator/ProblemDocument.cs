using System.Text.Json.Serialization;

namespace Keeper.Protocol.Operator;

/// <summary>What every error answers (RFC 9457), as <c>application/problem+json</c>.</summary>
public sealed record ProblemDocument
{
    /// <summary>What <see cref="Type"/> starts with; a word for the kind of problem follows.</summary>
    public const string TypePrefix = "urn:keeper:problem:";

    /// <summary>The word of a process that is not the active one: nothing was done, another address may take it.</summary>
    public const string Standby = "standby";

    /// <summary>The kind of problem, for programs.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>Every fault by the path of its field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Of a batch that was taken in part: the id of each task that was, <see langword="null"/> for the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Ids { get; init; }
}
