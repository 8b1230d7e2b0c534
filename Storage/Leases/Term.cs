namespace Keeper.Storage.Leases;

/// <summary>
/// One process's time as the active one. Every transaction of its store holds the lease row of this epoch, so that what is
/// left of the process after its term writes nothing. SQLite needs none: the lock of the data folder ends with the process.
/// </summary>
/// <param name="watch">Tells whether the lease is fresh; <see langword="null"/> where nobody asks.</param>
public sealed class Term(LeaseWatch? watch = null)
{
    private long? _epoch;

    /// <summary>The epoch; set when the term begins, before the store is opened.</summary>
    public long Epoch => _epoch ?? throw new InvalidOperationException("The term has not begun.");

    /// <summary>Whether the lease could not be renewed for so long that nothing is answered.</summary>
    public bool IsStale => watch is not null && watch.Epoch != Epoch;

    /// <summary>How often that has been so and is over.</summary>
    public int Gaps => watch?.Gaps ?? 0;

    /// <summary>Begins it, once.</summary>
    public void Begin(long epoch)
    {
        if (_epoch is not null)
        {
            throw new InvalidOperationException($"The term began already, as epoch {_epoch}.");
        }

        _epoch = epoch;
    }
}
