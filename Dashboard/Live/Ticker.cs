namespace Keeper.Dashboard.Live;

/// <summary>One clock tick a second for everything on a page that shows an age, so that a page has one timer and not hundreds.</summary>
internal sealed class Ticker : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Action> _listeners = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public Ticker(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    public void Add(Action onTick)
    {
        lock (_gate)
        {
            if (_listeners.Add(onTick) && _listeners.Count == 1)
                _timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    public void Remove(Action onTick)
    {
        lock (_gate)
        {
            if (_listeners.Remove(onTick) && _listeners.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        Action[] listeners;
        lock (_gate)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
            listener();
    }

    public void Dispose() => _timer.Dispose();
}
