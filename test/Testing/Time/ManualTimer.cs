namespace Keeper.Testing;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>, whose lock guards every field.</summary>
internal sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
{
    /// <summary>By due time; of those due together, the one armed first.</summary>
    public static readonly Comparer<ManualTimer> ByDueTime = Comparer<ManualTimer>.Create(
        (a, b) => (a.DueTicks, a.Sequence).CompareTo((b.DueTicks, b.Sequence)));

    // Captured as the system's timers do, so that AsyncLocal values reach the callback.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public long DueTicks { get; set; }

    public long Sequence { get; set; }

    public TimeSpan Period { get; private set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        if (IsDisposed)
        {
            return false;
        }

        Period = period;
        time.Arm(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (_context is null)
        {
            callback(state);
            return;
        }

        ExecutionContext.Run(_context, static s => ((ManualTimer)s!).Invoke(), this);
    }

    /// <summary>For a timer that is due at once: the first callback now, the following ones by the clock.</summary>
    public void FireNow()
    {
        if (IsDisposed)
        {
            return;
        }

        if (Period > TimeSpan.Zero)
        {
            time.Arm(this, Period);
        }

        Fire();
    }

    public void Dispose() => time.Disarm(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Invoke() => callback(state);
}
