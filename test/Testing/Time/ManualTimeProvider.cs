namespace Keeper.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire during <see cref="Advance"/>, in the order in which
/// they are due, on the caller's thread, with the clock showing their due time.
/// </summary>
/// <remarks>
/// The timestamp frequency is neither that of <see cref="TimeSpan"/> nor that of the system's stopwatch, and the first
/// timestamp is not zero, so that code which mixes units up fails. It is a power of two times the tick frequency:
/// conversions stay exact, and a timer that is due after five seconds never sees 4.9999999.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private const int TimestampsPerTick = 4;
    private const long FirstTimestamp = 7_919;

    /// <summary>More callbacks than this in one <see cref="Advance"/> means that a timer rearms itself for ever.</summary>
    private const int MaxCallbacksPerAdvance = 1_000_000;

    private readonly Lock _gate = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.ByDueTime);
    private readonly List<Waiter> _waiters = [];
    private DateTimeOffset _start;
    private long _elapsedTicks;
    private long _sequence;

    /// <summary>A clock that shows <paramref name="start"/>; by default a day on which nothing special happens.</summary>
    public ManualTimeProvider(DateTimeOffset? start = null) =>
        _start = start ?? new DateTimeOffset(2030, 3, 14, 15, 9, 26, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond * TimestampsPerTick;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are armed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start.AddTicks(_elapsedTicks);
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return FirstTimestamp + (_elapsedTicks * TimestampsPerTick);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the wall clock alone, as an administrator or a time server would. No timer fires earlier or later.</summary>
    public void ShiftWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _start += by;
        }
    }

    /// <summary>Lets time pass, and runs every timer that falls due, also those that are armed meanwhile.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = _elapsedTicks + by.Ticks;
        }

        for (var callbacks = 0; TakeDue(target) is { } timer; callbacks++)
        {
            if (callbacks == MaxCallbacksPerAdvance)
            {
                throw new InvalidOperationException(
                    $"Advancing by {by} ran {MaxCallbacksPerAdvance} timer callbacks without end; does a timer rearm itself with no delay?");
            }

            timer.Fire();
        }
    }

    /// <summary>Completes when a timer is armed that is due in exactly <paramref name="dueIn"/> from now; at once if one is.</summary>
    public Task WhenTimerArmedAsync(TimeSpan dueIn) => WhenAsync(() => _armed.Any(t => t.DueTicks - _elapsedTicks == dueIn.Ticks));

    /// <summary>Completes when a timer is armed that is due in at most <paramref name="longest"/> from now; at once if one is.</summary>
    public Task WhenTimerArmedWithinAsync(TimeSpan longest) => WhenAsync(() => _armed.Any(t => t.DueTicks - _elapsedTicks <= longest.Ticks));

    /// <summary>Completes when at least <paramref name="count"/> timers are armed; at once if they are.</summary>
    public Task WhenTimersArmedAsync(int count) => WhenAsync(() => _armed.Count >= count);

    /// <summary>
    /// Lets time pass from timer to timer until <paramref name="done"/>, for code whose waits a test does not care about.
    /// While nothing is armed it awaits that something is.
    /// </summary>
    public async Task AdvanceUntilAsync(Task done)
    {
        ArgumentNullException.ThrowIfNull(done);
        while (await Task.WhenAny(done, WhenTimersArmedAsync(1)).ConfigureAwait(false) != done)
        {
            Advance(NextDueIn());
            await Task.Yield();
        }
    }

    internal void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        List<Waiter> satisfied;
        lock (_gate)
        {
            _armed.Remove(timer);
            if (timer.IsDisposed || dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.DueTicks = _elapsedTicks + dueTime.Ticks;
            timer.Sequence = _sequence++;
            if (dueTime > TimeSpan.Zero)
            {
                _armed.Add(timer);
            }

            satisfied = _waiters.FindAll(w => w.Condition());
            _waiters.RemoveAll(satisfied.Contains);
        }

        satisfied.ForEach(w => w.Reached.TrySetResult());
        if (dueTime <= TimeSpan.Zero)
        {
            // As with a real timer: at once, but never inside the call that arms it.
            ThreadPool.UnsafeQueueUserWorkItem(static t => t.FireNow(), timer, preferLocal: false);
        }
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    private TimeSpan NextDueIn()
    {
        lock (_gate)
        {
            return _armed.Min is { } next ? TimeSpan.FromTicks(Math.Max(0, next.DueTicks - _elapsedTicks)) : TimeSpan.Zero;
        }
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            if (_armed.Min is not { } first || first.DueTicks > target)
            {
                _elapsedTicks = Math.Max(_elapsedTicks, target);
                return null;
            }

            _armed.Remove(first);
            _elapsedTicks = Math.Max(_elapsedTicks, first.DueTicks);
            if (first.Period > TimeSpan.Zero)
            {
                first.DueTicks += first.Period.Ticks;
                first.Sequence = _sequence++;
                _armed.Add(first);
            }

            return first;
        }
    }

    private Task WhenAsync(Func<bool> condition)
    {
        lock (_gate)
        {
            if (condition())
            {
                return Task.CompletedTask;
            }

            var waiter = new Waiter(condition);
            _waiters.Add(waiter);
            return waiter.Reached.Task;
        }
    }

    private sealed record Waiter(Func<bool> Condition)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
