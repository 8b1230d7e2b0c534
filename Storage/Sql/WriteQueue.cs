using System.Collections.Concurrent;

namespace Keeper.Storage.Sql;

/// <summary>
/// The bounded queue in front of a writer. A full queue makes callers wait; a writer that does not come round to a unit
/// within the time-out makes it fail, unwritten.
/// </summary>
/// <param name="limits">The bounds.</param>
/// <param name="time">Measures the time-out.</param>
/// <param name="wake">Tells the writer that there is something; cheap, callable from any thread.</param>
internal sealed class WriteQueue(WriteLimits limits, TimeProvider time, Action wake) : IDisposable
{
    private readonly ConcurrentQueue<PendingWrite> _queue = new();
    private readonly SemaphoreSlim _slots = new(limits.QueuedUnits);
    private volatile bool _closed;

    public async Task<int[]> EnqueueAsync(SqlUnit unit, CancellationToken cancellation)
    {
        if (unit.Statements.Count > limits.StatementsPerUnit)
        {
            throw new ArgumentException(
                $"A write may have {limits.StatementsPerUnit} statements at most, not {unit.Statements.Count}.", nameof(unit));
        }

        if (!await _slots.WaitAsync(limits.Timeout, cancellation))
        {
            throw new StoreUnavailableException(
                $"{limits.QueuedUnits} writes are queued and none was taken within {limits.Timeout.TotalSeconds:0.#} s.");
        }

        var write = new PendingWrite(unit);
        _queue.Enqueue(write);
        wake();
        if (_closed)
        {
            FailQueued(); // The writer may have looked for the last time before this one came.
        }

        return await CompletionAsync(write, cancellation);
    }

    /// <summary>Moves what is queued into a batch, up to the limit of statements per transaction.</summary>
    public void Take(List<PendingWrite> batch)
    {
        var statements = 0;
        while (statements < limits.StatementsPerCommit && _queue.TryDequeue(out var write))
        {
            _slots.Release();
            if (write.TryTake())
            {
                batch.Add(write);
                statements += write.Unit.Statements.Count;
            }
        }
    }

    /// <summary>From now on whatever is queued or comes fails.</summary>
    public void Close()
    {
        _closed = true;
        FailQueued();
    }

    public void Dispose() => _slots.Dispose();

    private async Task<int[]> CompletionAsync(PendingWrite write, CancellationToken cancellation)
    {
        try
        {
            return await write.Completion.WaitAsync(limits.Timeout, time, cancellation);
        }
        catch (TimeoutException) when (write.TryWithdraw())
        {
            throw new StoreUnavailableException($"The write was not begun within {limits.Timeout.TotalSeconds:0.#} s.");
        }
        catch (OperationCanceledException) when (write.TryWithdraw())
        {
            throw;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return await write.Completion; // It is in a transaction; only its end says what is true.
        }
    }

    private void FailQueued()
    {
        while (_queue.TryDequeue(out var write))
        {
            _slots.Release();
            write.Fail(new StoreUnavailableException("The store is closed."));
        }
    }
}
