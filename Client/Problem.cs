namespace Keeper.Client;

/// <summary>A problem document (RFC 9457) as the platform writes it.</summary>
public sealed record Problem
{
    /// <summary>What kind of problem, as a URI.</summary>
    public string? Type { get; init; }

    /// <summary>The kind in words.</summary>
    public string? Title { get; init; }

    /// <summary>This case in words.</summary>
    public string? Detail { get; init; }

    /// <summary>Every fault by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
