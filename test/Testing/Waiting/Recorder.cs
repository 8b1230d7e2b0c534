using System.Runtime.CompilerServices;

namespace Keeper.Testing;

/// <summary>Collects what happens, in order, and lets a test await that enough of it has happened. Safe from any thread.</summary>
public sealed class Recorder<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<(Func<IReadOnlyList<T>, bool> Condition, TaskCompletionSource<IReadOnlyList<T>> Reached)> _waiters = [];

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    /// <summary>Adds an item.</summary>
    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            foreach (var waiter in _waiters.FindAll(w => w.Condition(_items)))
            {
                _waiters.Remove(waiter);
                waiter.Reached.TrySetResult([.. _items]);
            }
        }
    }

    /// <summary>Completes with everything so far once <paramref name="condition"/> holds of it.</summary>
    public Task<IReadOnlyList<T>> WhenAsync(
        Func<IReadOnlyList<T>, bool> condition,
        string what,
        TimeSpan? deadline = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var reached = new TaskCompletionSource<IReadOnlyList<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (condition(_items))
            {
                return Task.FromResult<IReadOnlyList<T>>([.. _items]);
            }

            _waiters.Add((condition, reached));
        }

        return reached.Task.Within(what, deadline, file, line);
    }

    /// <summary>Completes with everything so far once there are <paramref name="count"/> items.</summary>
    public Task<IReadOnlyList<T>> WhenCountAsync(
        int count, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        WhenAsync(items => items.Count >= count, $"{count} × {typeof(T).Name}", deadline, file, line);

    /// <summary>Completes with the first item, past or future, of which <paramref name="match"/> holds.</summary>
    public async Task<T> FirstAsync(
        Func<T, bool> match, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        (await WhenAsync(items => items.Any(match), what, deadline, file, line).ConfigureAwait(false)).First(match);
}
