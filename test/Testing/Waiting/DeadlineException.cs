namespace Keeper.Testing;

/// <summary>Something that a test awaited did not happen in time.</summary>
public sealed class DeadlineException(string message) : Exception(message);
