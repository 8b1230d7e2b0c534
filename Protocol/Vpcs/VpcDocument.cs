namespace Keeper.Protocol.Vpcs;

/// <summary>A VPC as the operator API answers it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">For people.</param>
/// <param name="Labels">Labels.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record VpcDocument(
    string Name, string Description, IReadOnlyDictionary<string, string> Labels, DateTimeOffset CreatedAt);
