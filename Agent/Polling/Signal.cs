namespace Keeper.Agent.Polling;

/// <summary>
/// Wakes one waiting loop. Setting it while nobody waits is remembered once; whoever was woken looks at the state
/// afresh, so that two wake-ups may become one.
/// </summary>
internal sealed class Signal
{
    private TaskCompletionSource _source = New();

    public void Set() => Volatile.Read(ref _source).TrySetResult();

    /// <summary>Waits, at most for a time. <see langword="false"/> when the time passed.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        var source = Volatile.Read(ref _source);
        try
        {
            await source.Task.WaitAsync(limit, time, ct);
        }
        catch (TimeoutException)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _source, New(), source);
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
