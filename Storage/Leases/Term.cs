namespace Keeper.Storage.Leases;

/// <summary>
/// One process's time as the active one. Every transaction of its store holds the lease row of this epoch, so that what is
/// left of the process after its term writes nothing. SQLite needs none: the lock of the data folder ends with the process.
/// </summary>
public sealed class Term
{
    private long? _epoch;

    /// <summary>The epoch; set when the term begins, before the store is opened.</summary>
    public long Epoch => _epoch ?? throw new InvalidOperationException("The term has not begun.");

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
