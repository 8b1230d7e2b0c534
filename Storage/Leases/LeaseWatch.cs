namespace Keeper.Storage.Leases;

/// <summary>
/// Whether this process may answer as the active one: it asked for the lease, and got it, a short while ago by a clock that
/// goes on while the process is stopped. Callable from any thread.
/// </summary>
/// <param name="time">The monotonic clock.</param>
public sealed class LeaseWatch(TimeProvider time)
{
    private Grant? _grant;

    /// <summary>The epoch in which this process may answer now; <see langword="null"/> when it may not.</summary>
    public long? Epoch =>
        Volatile.Read(ref _grant) is { } grant && time.GetElapsedTime(grant.AskedAt) < LeaseTimes.AnswersFor ? grant.Epoch : null;

    /// <summary>Taken before the database is asked: the grant counts from there, however long the answer took.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The database has said yes.</summary>
    /// <param name="epoch">To which epoch.</param>
    /// <param name="askedAt"><see cref="Now"/>, from before it was asked.</param>
    public void Granted(long epoch, long askedAt) => Volatile.Write(ref _grant, new Grant(epoch, askedAt));

    /// <summary>The term is over.</summary>
    public void Lost() => Volatile.Write(ref _grant, null);

    private sealed record Grant(long Epoch, long AskedAt);
}
