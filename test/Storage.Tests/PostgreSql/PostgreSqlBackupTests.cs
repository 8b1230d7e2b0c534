using Keeper.Storage.Backup;
using Keeper.Storage.Leases;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Sql;
using Keeper.Storage.Sqlite;
using Keeper.Storage.Tests.Backup;
using Keeper.Storage.Tests.Conformance;
using Keeper.Storage.Tests.Sqlite;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>One form for both databases: a deployment moves from one to the other by backup and restore.</summary>
[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl")]
public sealed class PostgreSqlBackupTests(PostgreSqlServer server)
{
    [StoreFact]
    public async Task Restore_OfASqliteBackup_BringsEverythingOver()
    {
        await using var source = await SqliteStores.OpenAsync();
        await Samples.FillAsync(source.Store);
        using var file = await source.Store.BackUpAsync();
        var database = await server.NewDatabaseAsync();

        await StoreRestore.RunAsync(Options(database), file, force: false);

        await using var restored = await PostgreSqlServer.OpenAsync(database);
        Assert.Equal(await Samples.ReadAsync(source.Store), await Samples.ReadAsync(restored.Store));
        Assert.Equal(1, (await restored.Store.Tasks.CountAsync("vpc-a"))[3]);
    }

    [StoreFact]
    public async Task Restore_IntoSqlite_BringsEverythingBack()
    {
        using var folder = new TemporaryFolder();
        await using var source = await server.OpenNewAsync();
        await Samples.FillAsync(source.Store);
        using var file = await source.Store.BackUpAsync();

        await StoreRestore.RunAsync(new StorageOptions { DataPath = folder.Path }, file, force: false);

        await using var restored = await SqliteStores.OpenAsync(folder.Path);
        Assert.Equal(await Samples.ReadAsync(source.Store), await Samples.ReadAsync(restored.Store));
    }

    [StoreFact]
    public async Task Restore_OverAnEarlierLife_ReplacesItAndItGoesOnCounting()
    {
        var database = await server.NewDatabaseAsync();
        var store = await PostgreSqlServer.OpenAsync(database);
        await Samples.FillAsync(store.Store);
        using var file = await store.Store.BackUpAsync();
        var former = store.Store.Incarnation;
        await store.Store.Vpcs.PutAsync(new("vpc-lost", "", "{}", Samples.Now));
        await store.DisposeAsync();

        await StoreRestore.RunAsync(Options(database), file, force: true);

        await using var restored = await PostgreSqlServer.OpenAsync(database);
        Assert.NotEqual(former, restored.Store.Incarnation);
        Assert.Null(await restored.Store.Vpcs.FindAsync("vpc-lost"));
        await restored.Store.Access.AuditAsync(new(Samples.Now, "admin", "vpc.put", "vpc-a", "third"));
        Assert.Equal(["third", "second", "first"], (await restored.Store.Access.ListAuditAsync(10, null)).Items.Select(a => a.Detail));
    }

    [StoreFact]
    public async Task Restore_SiloConnected_IsRefused()
    {
        var database = await server.NewDatabaseAsync();
        await using var store = await PostgreSqlServer.OpenAsync(database);
        using var file = await store.Store.BackUpAsync();

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreRestore.RunAsync(Options(database), file, force: true));

        Assert.Contains("in use by a silo", fault.Message);
    }

    [StoreFact]
    public async Task Restore_SiloIsActiveByItsLease_IsRefusedAndNamed()
    {
        var database = await server.NewDatabaseAsync();
        var store = await PostgreSqlServer.OpenAsync(database);
        using var file = await store.Store.BackUpAsync();
        await store.DisposeAsync();
        await ExecuteAsync(database, "UPDATE lease SET holder = 'a', operator_url = 'http://silo-a:7480', renewed_at = clock_timestamp()");

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreRestore.RunAsync(Options(database), file, force: true));

        Assert.Contains("http://silo-a:7480", fault.Message);
        await ExecuteAsync(database, "UPDATE lease SET renewed_at = clock_timestamp() - interval '4 s'");
        await StoreRestore.RunAsync(Options(database), file, force: true);
    }

    [StoreFact]
    public async Task Restore_WhileTheFormerActiveOneIsCutOff_ItsEpochDoesNotComeRoundAgain()
    {
        var database = await server.NewDatabaseAsync();
        var former = await TakeAsync(database);
        var store = await PostgreSqlServer.OpenAsync(database, term: former);
        using var file = await store.Store.BackUpAsync();
        await store.DisposeAsync();
        await StoreRestore.RunAsync(Options(database), file, force: true);

        await Assert.ThrowsAsync<StoreNotActiveException>(() => PostgreSqlServer.OpenAsync(database, term: former));
        Assert.True((await TakeAsync(database)).Epoch > former.Epoch);
        await Assert.ThrowsAsync<StoreNotActiveException>(() => PostgreSqlServer.OpenAsync(database, term: former));
    }

    [StoreFact]
    public async Task Restore_MoreRowsThanOneTripTakes_BringsAll()
    {
        await using var source = await SqliteStores.OpenAsync();
        await source.Store.Tasks.WriteAsync([.. Enumerable.Range(0, 1_203).Select(i => Rows.Task($"t{i:0000}"))], []);
        using var file = await source.Store.BackUpAsync();
        var database = await server.NewDatabaseAsync();

        await StoreRestore.RunAsync(Options(database), file, force: false);

        await using var restored = await PostgreSqlServer.OpenAsync(database);
        Assert.Equal(1_203, (await restored.Store.Tasks.CountAsync(null)).Values.Sum());
    }

    [StoreFact]
    public async Task Restore_KilledInTheMiddle_LeavesTheOldData()
    {
        var database = await server.NewDatabaseAsync();
        var store = await PostgreSqlServer.OpenAsync(database);
        await Samples.FillAsync(store.Store);
        var (before, incarnation) = (await Samples.ReadAsync(store.Store), store.Store.Incarnation);
        using var file = await store.Store.BackUpAsync();
        await store.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var reader = await source.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE vpcs IN ACCESS SHARE MODE", reader))
            await hold.ExecuteNonQueryAsync();

        // It has dropped every other table when it comes to the one that is being read.
        var restore = StoreRestore.RunAsync(Options(database), file, force: true);
        await KillWaitingAsync(restore, source);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => restore.Within("the restore's end"));
        await reading.RollbackAsync();
        await using var after = await PostgreSqlServer.OpenAsync(database);
        Assert.Equal(before, await Samples.ReadAsync(after.Store));
        Assert.Equal(incarnation, after.Store.Incarnation);
    }

    private static async Task KillWaitingAsync(Task restore, NpgsqlDataSource source)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await using var kill = source.CreateCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'keeper-restore' AND wait_event_type = 'Lock'");
        for (var deadline = Deadline.Token(); (long)(await kill.ExecuteScalarAsync(deadline))! == 0 && !restore.IsCompleted;)
            await timer.WaitForNextTickAsync(deadline);
    }

    /// <summary>Is active for a moment.</summary>
    private static async Task<Term> TakeAsync(string database)
    {
        await using var lease = new PostgreSqlLease(Options(database), TimeProvider.System, NullLogger.Instance);
        await lease.PrepareAsync(Deadline.Token());
        var term = new Term();
        term.Begin((await lease.TakeAsync(new LeaseHolder("a", "http://a", "http://a"), Deadline.Token())).Epoch!.Value);
        await lease.ReleaseAsync(term.Epoch, Deadline.Token());
        return term;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public void Migrations_OfBothDatabases_HaveTheSameNumbers() => Assert.Equal(
        Migration.Of(new SqliteDialect()).Select(m => m.Number), Migration.Of(new PostgreSqlDialect()).Select(m => m.Number));

    private static StorageOptions Options(string connectionString) =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString };
}
