namespace Keeper.Storage.Sql;

/// <summary>A unit on its way through the writer. Either the writer takes it or its caller withdraws it, never both.</summary>
internal sealed class PendingWrite(SqlUnit unit)
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    // Callers go on elsewhere: the writer's thread never runs their code.
    private readonly TaskCompletionSource<int[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public SqlUnit Unit { get; } = unit;

    public Task<int[]> Completion => _completion.Task;

    /// <summary>Rows affected by each statement, filled while its transaction runs.</summary>
    public int[] Rows { get; } = new int[unit.Statements.Count];

    /// <summary>Why the database refused it, or one statement of it.</summary>
    public StoreRejectedException? Rejection { get; set; }

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;

    /// <summary>Its transaction has committed.</summary>
    public void Commit()
    {
        if (Rejection is null)
        {
            _completion.TrySetResult(Rows);
        }
        else
        {
            _completion.TrySetException(Rejection);
        }
    }

    /// <summary>Its transaction has not.</summary>
    public void Fail(Exception fault) => _completion.TrySetException(fault);
}
