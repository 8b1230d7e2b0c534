using Orleans;

namespace Keeper.Grains.Live;

/// <summary>What kind of thing has changed.</summary>
public enum LiveSubject
{
    /// <summary>An agent's health, kinds, labels or load.</summary>
    Agents = 0,

    /// <summary>Tasks.</summary>
    Tasks = 1,
}

/// <summary>
/// A hint that something has changed, so that a page may look again. Grains send at most four a second each; a hint may be
/// lost and carries no data, so nothing but freshness depends on it.
/// </summary>
/// <param name="Subject">What has changed.</param>
/// <param name="Vpc">In which VPC.</param>
/// <param name="AgentId">On which agent, if on one.</param>
[GenerateSerializer, Immutable, Alias("keeper.LiveChange")]
public sealed record LiveChange(
    [property: Id(0)] LiveSubject Subject,
    [property: Id(1)] string Vpc,
    [property: Id(2)] string? AgentId = null);

/// <summary>The stream of hints.</summary>
public static class LiveStream
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "live";

    /// <summary>Namespace of the stream.</summary>
    public const string Namespace = "changes";

    /// <summary>Key of the one stream.</summary>
    public const string Key = "fleet";
}
