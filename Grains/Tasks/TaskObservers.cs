namespace Keeper.Grains.Tasks;

/// <summary>Who waits for a task: a bounded list whose entries end after a minute unless they are renewed.</summary>
internal sealed class TaskObservers(TimeProvider clock)
{
    /// <summary>Most observers of one task; the oldest makes room.</summary>
    public const int Limit = 1_000;

    /// <summary>How long an entry lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ITaskObserver, long> _since = [];

    public bool IsEmpty
    {
        get
        {
            DropOld();
            return _since.Count == 0;
        }
    }

    /// <summary>Adds or renews.</summary>
    public void Add(ITaskObserver observer)
    {
        DropOld();
        if (_since.Count >= Limit && !_since.ContainsKey(observer))
            _since.Remove(_since.MinBy(e => e.Value).Key);
        _since[observer] = clock.GetTimestamp();
    }

    public void Remove(ITaskObserver observer) => _since.Remove(observer);

    /// <summary>Everybody who waits now.</summary>
    public IReadOnlyList<ITaskObserver> Current()
    {
        DropOld();
        return [.. _since.Keys];
    }

    private void DropOld()
    {
        foreach (var (observer, since) in _since)
        {
            // Removing while enumerating is what a dictionary allows.
            if (clock.GetElapsedTime(since) >= Lifetime)
                _since.Remove(observer);
        }
    }
}
