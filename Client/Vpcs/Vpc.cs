namespace Keeper.Client.Vpcs;

/// <summary>A VPC as the platform knows it.</summary>
public sealed record Vpc
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>What an operator sets on a VPC.</summary>
/// <param name="Description">For people.</param>
/// <param name="Labels">Labels.</param>
public sealed record VpcSettings(string? Description = null, IReadOnlyDictionary<string, string>? Labels = null);
