namespace Keeper.Storage;

/// <summary>Small private grain state with optimistic concurrency.</summary>
public interface IGrainStateStore
{
    /// <summary>Reads a state; <see langword="null"/> when there is none.</summary>
    Task<GrainStateRow?> ReadAsync(string grain, string name, CancellationToken cancellation = default);

    /// <summary>Writes a state if its ETag is still <paramref name="expectedETag"/> (<see langword="null"/>: if there is none yet).</summary>
    /// <returns>The new ETag; <see langword="null"/> when another write was first.</returns>
    Task<string?> WriteAsync(string grain, string name, string json, string? expectedETag, CancellationToken cancellation = default);

    /// <summary>Removes a state under the same condition.</summary>
    Task<bool> ClearAsync(string grain, string name, string expectedETag, CancellationToken cancellation = default);
}

/// <summary>A stored state.</summary>
/// <param name="Json">The state.</param>
/// <param name="ETag">Its version.</param>
public sealed record GrainStateRow(string Json, string ETag);
