using Keeper.Storage.Sql;
using Keeper.Testing;

namespace Keeper.Storage.Tests.Sql;

/// <summary>The queue before the writer; the test is the writer.</summary>
public sealed class WriteQueueTests : IDisposable
{
    private static readonly SqlCommandText Nothing = new("SELECT 1");

    private readonly ManualTimeProvider _time = new();
    private readonly WriteQueue _queue;
    private int _wakes;

    public WriteQueueTests() => _queue = new WriteQueue(
        new WriteLimits(TimeSpan.FromSeconds(10)) { StatementsPerCommit = 4, StatementsPerUnit = 5 }, _time, () => _wakes++);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Enqueue_Committed_AnswersRows()
    {
        var write = EnqueueAsync(2);
        Assert.Equal(1, _wakes);

        var taken = Assert.Single(Take());
        taken.Rows[1] = 7;
        taken.Commit();

        Assert.Equal(new[] { 0, 7 }, await write.Within("the answer"));
    }

    [Fact]
    public async Task Enqueue_CancelledWhileQueued_IsNeverTaken()
    {
        using var cancel = new CancellationTokenSource();
        var write = EnqueueAsync(1, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.Within("the cancellation"));
        Assert.Empty(Take());
    }

    [Fact]
    public async Task Enqueue_CancelledOnceTaken_EndsWithTheTruth()
    {
        using var cancel = new CancellationTokenSource();
        var write = EnqueueAsync(1, cancel.Token);
        var taken = Assert.Single(Take());

        await cancel.CancelAsync();
        Assert.False(write.IsCompleted);
        taken.Commit();

        Assert.Equal(new[] { 0 }, await write.Within("the answer"));
    }

    [Fact]
    public async Task Enqueue_WriterDoesNotCome_FailsAfterTheTimeout()
    {
        var write = EnqueueAsync(1);

        _time.Advance(TimeSpan.FromSeconds(10));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Within("the time-out"));
        Assert.Contains("10 s", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Take());
    }

    [Fact]
    public async Task Enqueue_TimeoutOnceTaken_EndsWithTheTruth()
    {
        var write = EnqueueAsync(1);
        var taken = Assert.Single(Take());

        _time.Advance(TimeSpan.FromSeconds(10));
        taken.Fail(new StoreUnavailableException("disk"));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Within("the answer"));
        Assert.Equal("disk", fault.Message);
    }

    [Fact]
    public void Take_MoreThanACommitHolds_LeavesTheRest()
    {
        _ = EnqueueAsync(3);
        _ = EnqueueAsync(3);
        _ = EnqueueAsync(3);

        Assert.Equal(2, Take().Count);
        Assert.Single(Take());
        Assert.Empty(Take());
    }

    [Fact]
    public async Task Close_SomeQueuedSomeLater_AllFail()
    {
        var queued = EnqueueAsync(1);

        _queue.Close();
        var later = EnqueueAsync(1);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => queued.Within("the queued one"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => later.Within("the later one"));
    }

    private Task<int[]> EnqueueAsync(int statements, CancellationToken cancellation = default) => _queue.EnqueueAsync(
        SqlUnit.Independent([.. Enumerable.Repeat(Nothing.With(), statements)]), cancellation);

    private List<PendingWrite> Take()
    {
        var batch = new List<PendingWrite>();
        _queue.Take(batch);
        return batch;
    }
}
