namespace Keeper.Gateway.Parking;

/// <summary>
/// One request that waits, in no thread and no grain call: a signal that can be rearmed, and an end that stays. A wake between two looks is never lost,
/// because the signal is rearmed before the look, not after it.
/// </summary>
internal sealed class ParkedRequest
{
    private TaskCompletionSource _signal = NewSignal();
    private int _end;

    /// <summary>Why it has ended, if it has. The first reason stays.</summary>
    public ParkEnd Ended => (ParkEnd)Volatile.Read(ref _end);

    /// <summary>Completes at the next wake or at the end.</summary>
    public Task Signalled => Volatile.Read(ref _signal).Task;

    public void Wake() => Volatile.Read(ref _signal).TrySetResult();

    public void End(ParkEnd reason)
    {
        if (Interlocked.CompareExchange(ref _end, (int)reason, (int)ParkEnd.None) == (int)ParkEnd.None)
            Wake();
    }

    /// <summary>Waits for wakes from now on.</summary>
    public void Rearm()
    {
        // A full fence: an end that still saw the old signal is seen here, one that comes later sees the new signal.
        Interlocked.Exchange(ref _signal, NewSignal());
        if (Ended != ParkEnd.None)
            Wake();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
