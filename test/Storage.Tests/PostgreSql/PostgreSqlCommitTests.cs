using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>A commit whose answer is lost, on a server of its own: it is made to wait in its commit, and crashes there.</summary>
[Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlCommitTests : IAsyncLifetime
{
    private const string WaitInTheCommit =
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
        """;

    private PostgreSqlProcess _server = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        if (ProgramPath.Missing(PostgreSqlProcess.Programs) is null)
        {
            _server = await PostgreSqlProcess.CreateAsync();
            _database = await _server.NewDatabaseAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [StoreFact]
    public async Task Write_CrashBeforeTheCommitIsOnDisk_IsMadeAgain()
    {
        await using var open = await PostgreSqlServer.OpenAsync(_database, writeTimeoutSeconds: 60);
        await ExecuteAsync(_database, WaitInTheCommit);
        // What is written reaches the disk with the commit and not before: the crash takes the transaction's number with it.
        await ExecuteAsync(_database, "ALTER SYSTEM SET wal_writer_delay = '10s'");
        await ExecuteAsync(_database, "SELECT pg_reload_conf()");
        await using var holder = new NpgsqlConnection(_database + ";Pooling=false");
        await holder.OpenAsync();
        await using (var hold = new NpgsqlCommand("SELECT pg_advisory_lock(1)", holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var write = open.Store.Tasks.WriteAsync([Rows.Task("t1")], []);
        await WhenWaitingAsync();
        await _server.StopAsync();
        // Numbers go round: others commit under the one that the crash took.
        var apart = await _server.StartApartAsync(_database);
        await ExecuteAsync(apart, "CREATE TABLE other (n integer)");
        for (var i = 0; i < 50; i++)
        {
            await ExecuteAsync(apart, "INSERT INTO other VALUES (1)");
        }

        await _server.StopAsync();
        await _server.StartAsync();

        Assert.True((await write.Within("the write")).Inserted[0]);
        Assert.NotNull(await open.Store.Tasks.FindAsync("t1"));
    }

    private async Task WhenWaitingAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var waits = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var deadline = Deadline.Token(); (long)(await waits.ExecuteScalarAsync(deadline))! == 0;)
        {
            await timer.WaitForNextTickAsync(deadline);
        }
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
