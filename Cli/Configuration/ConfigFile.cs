namespace Keeper.Cli.Configuration;

/// <summary>What an operator has set up, as a file that people edit and keep. Each feature joins with a list of its own.</summary>
/// <param name="Vpcs">The VPCs.</param>
internal sealed record ConfigFile(IReadOnlyList<VpcConfig> Vpcs)
{
    /// <summary>Of the file's form.</summary>
    public const int Version = 1;
}

/// <summary>One VPC.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">For people.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record VpcConfig(string Name, string Description, IReadOnlyDictionary<string, string> Labels)
{
    public bool SaysTheSameAs(VpcConfig other) =>
        Description == other.Description && Labels.Count == other.Labels.Count
        && Labels.All(l => other.Labels.TryGetValue(l.Key, out var value) && value == l.Value);
}
