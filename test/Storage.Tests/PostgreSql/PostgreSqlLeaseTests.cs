using Keeper.Storage.Access;
using Keeper.Storage.Leases;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>Who may write, and that nobody else does.</summary>
[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlLeaseTests(PostgreSqlServer server) : IAsyncLifetime
{
    private static readonly LeaseHolder A = new("a", "http://a:1", "http://a:2");
    private static readonly LeaseHolder B = new("b", "http://b:1", "http://b:2");

    private string _database = "";
    private PostgreSqlLease _lease = null!;

    public async Task InitializeAsync()
    {
        if (ProgramPath.Missing(PostgreSqlProcess.Programs) is not null)
        {
            return;
        }

        _database = await server.NewDatabaseAsync();
        _lease = Lease(_database);
        await _lease.PrepareAsync(default);
    }

    public async Task DisposeAsync()
    {
        if (_lease is not null)
        {
            await _lease.DisposeAsync();
        }
    }

    [StoreFact]
    public async Task Prepare_NoSuchDatabase_FailsAtOnce()
    {
        // By a clock that stands still: who waited for the database to appear would wait for ever.
        await using var lease = new PostgreSqlLease(
            new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = _database.Replace("Database=", "Database=no_", StringComparison.Ordinal) },
            new ManualTimeProvider(),
            NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => lease.PrepareAsync(default).Within("the refusal"));

        Assert.Contains("does not exist", fault.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Take_Free_IsGranted() => Assert.Equal(new LeaseAnswer(1, null), await _lease.TakeAsync(A, default));

    [StoreFact]
    public async Task Take_Held_TellsWhoHasIt()
    {
        await _lease.TakeAsync(A, default);

        Assert.Equal(new LeaseAnswer(null, A), await _lease.TakeAsync(B, default));
    }

    [StoreFact]
    public async Task Take_ByManyAtOnce_OneGetsIt()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _lease.TakeAsync(A with { Name = $"p{i}" }, default)));

        Assert.Single(answers, answer => answer.Epoch == 1);
    }

    [StoreTheory]
    [InlineData("- interval '3.1 s'")]
    [InlineData("+ interval '1 h'")] // The database's clock was set back.
    public async Task Take_NotRenewedInTime_EndsTheOtherTerm(string age)
    {
        await _lease.TakeAsync(A, default);
        await ExecuteAsync($"UPDATE lease SET renewed_at = clock_timestamp() {age}");

        Assert.Equal(2, (await _lease.TakeAsync(B, default)).Epoch);
        Assert.False(await _lease.RenewAsync(1, default));
        Assert.True(await _lease.RenewAsync(2, default));
    }

    [StoreFact]
    public async Task Renew_LateButNotTaken_GoesOn()
    {
        await _lease.TakeAsync(A, default);
        await ExecuteAsync("UPDATE lease SET renewed_at = clock_timestamp() - interval '1 h'");

        Assert.True(await _lease.RenewAsync(1, default));
        Assert.Null((await _lease.TakeAsync(B, default)).Epoch);
    }

    [StoreFact]
    public async Task Release_Held_IsFreeAtOnce()
    {
        await _lease.TakeAsync(A, default);
        await _lease.ReleaseAsync(1, default);

        Assert.False(await _lease.RenewAsync(1, default));
        Assert.Equal(2, (await _lease.TakeAsync(B, default)).Epoch);
    }

    [StoreFact]
    public async Task AdmitKey_OfAStandby_IsValidBesideTheActiveOnes()
    {
        await using var active = await OpenAsync((await _lease.TakeAsync(A, default)).Epoch!.Value);
        await active.Store.Access.PutKeyAsync(new ApiKeyRow("admin", "of-a", 2, DateTimeOffset.UnixEpoch, "a"));

        await _lease.AdmitKeyAsync(new ApiKeyRow("admin", "of-b", 2, DateTimeOffset.UnixEpoch, "b"), default);

        Assert.Equal("admin", (await active.Store.Access.FindKeyAsync("of-a"))?.Name);
        Assert.Equal("admin", (await active.Store.Access.FindKeyAsync("of-b"))?.Name);
    }

    [StoreFact]
    public async Task Write_TermIsOver_IsRefusedAndChangesNothing()
    {
        await using var old = await OpenAsync((await _lease.TakeAsync(A, default)).Epoch!.Value);
        Assert.True((await old.Store.Tasks.WriteAsync([Rows.Task("t1")], [])).Inserted[0]);
        await _lease.ReleaseAsync(1, default);
        await using var next = await OpenAsync((await _lease.TakeAsync(B, default)).Epoch!.Value);

        await Assert.ThrowsAsync<StoreNotActiveException>(() => old.Store.Tasks.WriteAsync([Rows.Task("t2")], []));
        await Assert.ThrowsAsync<StoreNotActiveException>(() => old.Store.Tasks.WriteAsync([], [Rows.Change("t1", 1, 3)]));
        // The second of a broken pair is tried one by one: that way is held too.
        await Assert.ThrowsAsync<StoreNotActiveException>(() => old.Store.Tasks.WriteAsync([Rows.Task("t1"), Rows.Task("t1")], []));

        Assert.Null(await next.Store.Tasks.FindAsync("t2"));
        Assert.True((await next.Store.Tasks.WriteAsync([], [Rows.Change("t1", 1, 3)])).Changed[0]);
    }

    [StoreFact]
    public async Task Open_TermIsOver_ChangesNoSchema()
    {
        await _lease.TakeAsync(A, default);
        await _lease.ReleaseAsync(1, default);
        await _lease.TakeAsync(B, default);

        await Assert.ThrowsAsync<StoreNotActiveException>(() => OpenAsync(1));
    }

    [StoreFact]
    public async Task Open_AsOneOfAClusterWhileSomebodyIsActive_IsRefusedAndNamesIt()
    {
        await _lease.TakeAsync(A, default);

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgreSqlServer.OpenAsync(_database));

        Assert.Contains($"in use by the silo at {A.OperatorUrl}", refusal.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Open_AsOneOfAClusterWhenTheLeaseHasRunOut_Writes()
    {
        await _lease.TakeAsync(A, default);
        await ExecuteAsync("UPDATE lease SET renewed_at = clock_timestamp() - interval '3.1 s'");

        await using var store = await PostgreSqlServer.OpenAsync(_database);

        Assert.True((await store.Store.Tasks.WriteAsync([Rows.Task("t1")], [])).Inserted[0]);
    }

    [StoreFact]
    public async Task Write_DuringRenewals_NeitherWaitsForTheOther()
    {
        await _lease.TakeAsync(A, default);
        await using var source = NpgsqlDataSource.Create(_database);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LeaseSql.HoldAsync(connection, 1, default);

        Assert.True(await _lease.RenewAsync(1, default).Within("a renewal beside a transaction"));
    }

    [StoreFact]
    public async Task Take_ProcessStoppedInATransaction_IsNotHeldUpForEver()
    {
        await _lease.TakeAsync(A, default);
        await using var source = NpgsqlDataSource.Create($"{_database};Options={LeaseSql.EndStalledTransactions}");
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LeaseSql.HoldAsync(connection, 1, default);
        await ExecuteAsync("UPDATE lease SET renewed_at = clock_timestamp() - interval '1 h'");

        Assert.Equal(2, await TakenAsync().Within("the take-over"));
    }

    [StoreFact]
    public async Task Take_ProcessStoppedInTheMiddleOfABatch_EndsItsSessions()
    {
        await using var old = await OpenAsync((await _lease.TakeAsync(A, default)).Epoch!.Value);
        Assert.True((await old.Store.Tasks.WriteAsync([Rows.Task("t1")], [])).Inserted[0]);
        // The server waits for the rest of what it was sent: that is not idle, and none of its time-outs ends it.
        await using var connection = new NpgsqlConnection($"{_database};Pooling=false;ApplicationName={PostgreSqlDatabase.NameOf(1)}");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LeaseSql.HoldAsync(connection, 1, default);
        var rest = await connection.BeginTextImportAsync("COPY api_keys FROM STDIN");
        await ExecuteAsync("UPDATE lease SET renewed_at = clock_timestamp() - interval '1 h'");

        Assert.Equal(2, await TakenAsync().Within("the take-over"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await rest.DisposeAsync());
        await Assert.ThrowsAsync<StoreNotActiveException>(() => old.Store.Tasks.WriteAsync([Rows.Task("t2")], []));
    }

    private static PostgreSqlLease Lease(string database) =>
        new(PostgreSqlServer.Options(database), TimeProvider.System, NullLogger.Instance);

    private async Task<long> TakenAsync()
    {
        while (true)
        {
            try
            {
                return (await _lease.TakeAsync(B, default)).Epoch!.Value;
            }
            catch (StoreUnavailableException fault) when (fault.InnerException is NpgsqlException { InnerException: TimeoutException })
            {
                // As a stand-by does: one question timed out behind the row, the next is asked.
                Assert.Contains("PostgreSQL", fault.Message, StringComparison.Ordinal);
            }
        }
    }

    private Task<OpenStore> OpenAsync(long epoch)
    {
        var term = new Term();
        term.Begin(epoch);
        return PostgreSqlServer.OpenAsync(_database, term: term);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
