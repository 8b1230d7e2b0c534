namespace Keeper.Cli.Completion;

/// <summary>Names that only the server knows.</summary>
internal enum NameSource
{
    Vpcs,
    Agents,
    Tasks,
    Kinds,
    Arguments,
}
