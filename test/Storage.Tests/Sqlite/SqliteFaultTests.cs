using Keeper.Storage.Sql;
using Keeper.Storage.Tasks;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Storage.Tests.Sqlite;

/// <summary>A full disk, a query that takes too long, and the writer's end.</summary>
public sealed class SqliteFaultTests : IAsyncLifetime
{
    private static readonly SqlCommandText Limit = new("PRAGMA max_page_count = 100");
    private static readonly SqlCommandText NoLimit = new("PRAGMA max_page_count = 1000000");

    private static readonly string Endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

    private static readonly TaskRow Big = Rows.Task("big") with { Arguments = new string('x', 1_000_000) };

    private OpenStore? _open;

    public async Task InitializeAsync()
    {
        var folder = new TemporaryFolder();
        _open = await SqliteStores.OpenAsync(folder.Path, TimeSpan.FromHours(1), NullLogger.Instance, folder);
    }

    public async Task DisposeAsync() => await _open!.DisposeAsync();

    [Fact]
    public async Task Write_DiskFull_FailsClearlyAndRecoversWithRoom()
    {
        await _open!.Database.WriteAsync(SqlUnit.Single(Limit.With()), CancellationToken.None);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => _open.Store.Tasks.WriteAsync([Big], []));

        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.False(_open.Store.Health.IsHealthy);
        Assert.Contains("full", _open.Store.Health.Reason, StringComparison.Ordinal);
        Assert.Null(await _open.Store.Tasks.FindAsync("big"));

        await _open.Database.WriteAsync(SqlUnit.Single(NoLimit.With()), CancellationToken.None);
        Assert.True((await _open.Store.Tasks.WriteAsync([Big], [])).Inserted[0]);
        Assert.True(_open.Store.Health.IsHealthy);
        Assert.Equal(Big, await _open.Store.Tasks.FindAsync("big"));
    }

    [Fact]
    public async Task Write_DiskFull_FailsEveryWriteOfTheBatch()
    {
        await _open!.Database.WriteAsync(SqlUnit.Single(Limit.With()), CancellationToken.None);
        var rows = Enumerable.Range(0, 20).Select(i => Rows.Task($"t{i:00}") with { Arguments = new string('x', 500_000) });

        var faults = await Task.WhenAll(
            rows.Select(row => Record.ExceptionAsync(() => _open.Store.Tasks.WriteAsync([row], []))));

        Assert.All(faults, fault => Assert.IsType<StoreUnavailableException>(fault));
        Assert.Empty(await _open.Store.Tasks.CountAsync(null));
    }

    [Fact]
    public async Task Health_NobodyWritesAfterAFault_RecoversByItself()
    {
        using var folder = new TemporaryFolder();
        var log = new RecordingLogger();
        await using var open = await SqliteStores.OpenAsync(folder.Path, TimeSpan.FromMilliseconds(1), log);
        await open.Database.WriteAsync(SqlUnit.Single(Limit.With()), CancellationToken.None);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Store.Tasks.WriteAsync([Big], []));

        await log.Events.FirstAsync(id => id == 1101, "the recovery in the log");
        Assert.True(open.Store.Health.IsHealthy);
    }

    [Fact]
    public async Task Query_Cancelled_IsInterrupted()
    {
        using var cancel = new CancellationTokenSource();
        var query = _open!.Database.QueryAsync<long>(Endless, null, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.Within("the query's end"));
        Assert.Null(await _open.Store.Tasks.FindAsync("t1"));
    }

    [Fact]
    public async Task Dispose_WritesQueued_AllAreDecided()
    {
        var writes = Enumerable.Range(0, 500)
            .Select(i => Record.ExceptionAsync(() => _open!.Store.Tasks.WriteAsync([Rows.Task($"t{i:000}")], []))).ToList();

        await _open!.Store.DisposeAsync();

        var faults = await Task.WhenAll(writes).Within("every write's end");
        Assert.All(faults, fault => Assert.True(fault is null or StoreUnavailableException));
    }
}
