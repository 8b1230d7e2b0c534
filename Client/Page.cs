namespace Keeper.Client;

/// <summary>One page of a list.</summary>
/// <param name="Items">The elements.</param>
/// <param name="Next">The cursor of the next page; <see langword="null"/> on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
