namespace Keeper.Silo.Start;

/// <summary>Waiting for the host.</summary>
internal static class HostLifetimeExtensions
{
    /// <summary>Waits until the listeners are up; <see langword="false"/> when the host stops before.</summary>
    public static async Task<bool> WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var onStop = stopping.Register(() => started.TrySetResult(false));
        return await started.Task;
    }
}
