namespace Keeper.Protocol.Operator;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; <see langword="null"/> on the last.</param>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record ItemPage<T>(IReadOnlyList<T> Items, string? Next);
