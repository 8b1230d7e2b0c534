namespace Keeper.Storage.Leases;

/// <summary>
/// Whether this process may answer as the active one: it asked for the lease, and got it, a short while ago by a clock that
/// goes on while the process is stopped. Callable from any thread.
/// </summary>
/// <param name="time">The monotonic clock.</param>
public sealed class LeaseWatch(TimeProvider time)
{
    private Grant? _grant;
    private TaskCompletionSource _changed = NewSignal();
    private int _gaps;

    /// <summary>The epoch in which this process may answer now; <see langword="null"/> when it may not.</summary>
    public long? Epoch =>
        Volatile.Read(ref _grant) is { } grant && time.GetElapsedTime(grant.AskedAt) < LeaseTimes.AnswersFor ? grant.Epoch : null;

    /// <summary>Taken before the database is asked: the grant counts from there, however long the answer took.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>How often a lease was renewed so late that for a while nothing could be answered.</summary>
    public int Gaps => Volatile.Read(ref _gaps);

    /// <summary>The database has said yes.</summary>
    /// <param name="epoch">To which epoch.</param>
    /// <param name="askedAt"><see cref="Now"/>, from before it was asked.</param>
    public void Granted(long epoch, long askedAt)
    {
        var before = Interlocked.Exchange(ref _grant, new Grant(epoch, askedAt));
        if (before?.Epoch == epoch && time.GetElapsedTime(before.AskedAt) >= LeaseTimes.AnswersFor)
        {
            Interlocked.Increment(ref _gaps);
        }

        Changed();
    }

    /// <summary>The term is over.</summary>
    public void Lost()
    {
        Volatile.Write(ref _grant, null);
        Changed();
    }

    /// <summary>Waits, if need be, until this process may answer in an epoch again.</summary>
    /// <returns>Whether it may; <see langword="false"/> at once when the term is over.</returns>
    public async Task<bool> MayAnswerAsync(long epoch, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        while (true)
        {
            // Before the look: a renewal right after it must not be missed.
            var changed = Volatile.Read(ref _changed).Task;
            if (Epoch == epoch)
            {
                return true;
            }

            if (either.IsCancellationRequested || Volatile.Read(ref _grant)?.Epoch != epoch)
            {
                return false;
            }

            await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Changed() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private sealed record Grant(long Epoch, long AskedAt);
}
