namespace Keeper.Gateway.Cluster;

/// <summary>
/// Of several silos one was lost: its grains start anew on others and know nobody who waits for a word of theirs. Whoever
/// waits here asks them again at once, instead of when its time is up. A process that is alone announces nothing.
/// </summary>
public sealed class SiloLosses : IDisposable
{
    /// <summary>How long a loss is news: longer than the pause between two questions of one agent.</summary>
    public static readonly TimeSpan News = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Grains that stayed may yet be sent off, when the lost silo knew where they were: whoever waits asks once more after that.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ITimer _again;
    private TaskCompletionSource _next = NewSignal();
    private long? _lastAt;
    private int _count;

    /// <param name="time">The clock.</param>
    public SiloLosses(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _again = time.CreateTimer(static losses => ((SiloLosses)losses!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whoever waits for a grain asks it again.</summary>
    public event EventHandler? Lost;

    /// <summary>Grows with every <see cref="Lost"/>.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes at once while a loss is news, and else with the next loss.</summary>
    public Task WhenLostAsync()
    {
        lock (_lock)
            return _lastAt is { } at && _time.GetElapsedTime(at) < News ? Task.CompletedTask : _next.Task;
    }

    /// <summary>A silo was lost.</summary>
    public void Announce()
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            _lastAt = _time.GetTimestamp();
            (signal, _next) = (_next, NewSignal());
        }

        signal.SetResult();
        Tell();
        _again.Change(Settled, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _again.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell()
    {
        Interlocked.Increment(ref _count);
        Lost?.Invoke(this, EventArgs.Empty);
    }
}
