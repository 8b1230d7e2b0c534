using System.Data.Common;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Faults;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Npgsql;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Backup;

/// <summary>
/// kill -9 of a restore while it is at work: the old data is there or the new, never a mixture, and the next
/// <c>keeper restore</c> succeeds. One that is too quick to be caught has to have done all; then the other backup is tried.
/// </summary>
public sealed class KilledRestoreTests(ITestOutputHelper output) : IDisposable
{
    private const int Tasks = 800;
    private const int Tries = 6;
    private const long LogOfAFewPages = 256 * 1024;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.Combine("silo");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_KilledWhileSqliteIsFilled_LeavesTheOldDataAndTheNextSucceeds()
    {
        await using var database = new SqliteFleetDatabase();
        await CatchAsync(database, () => Task.FromResult(new FileInfo(Path.Combine(Data, "keeper.db-wal")) is { Exists: true, Length: > LogOfAFewPages }));
    }

    [PostgreSqlFact]
    public async Task Restore_KilledWhilePostgreSqlIsFilled_LeavesTheOldDataAndTheNextSucceeds()
    {
        await using var database = await PostgreSqlFleetDatabase.CreateAsync();
        await CatchAsync(database, () => IsAtAsync(database, "query LIKE 'INSERT INTO tasks%'"));
    }

    [PostgreSqlFact]
    public async Task Restore_KilledWhileTablesAreDropped_LeavesTheOldDataAndTheNextSucceeds()
    {
        await using var database = await PostgreSqlFleetDatabase.CreateAsync();
        // It has dropped every other table when it comes to the one that is being read.
        await CatchAsync(database, () => IsAtAsync(database, "wait_event_type = 'Lock'"), "LOCK TABLE vpcs IN ACCESS SHARE MODE");
    }

    private async Task CatchAsync(IFleetDatabase database, Func<Task<bool>> isAtWork, string? hold = null)
    {
        var backups = await MakeAsync(database);
        var caught = false;
        for (var i = 0; i < Tries && !caught; i++)
        {
            var wanted = backups[i % backups.Length];
            var before = await ReadAsync(database);
            await KillAsync(database, wanted.File, isAtWork, hold);
            var after = await ReadAsync(database);
            caught = after == before;
            if (!caught)
                Assert.Equal((wanted.State, true), (after with { Incarnation = "" }, after.Incarnation != before.Incarnation));
        }

        Assert.True(caught, $"{Tries} restores were all too quick");
        foreach (var backup in backups)
        {
            var run = await ChildProcess.RunAsync(Executables.Cli, ["restore", backup.File, "--force", "--data", Data, "--silo", Executables.Silo, .. Settings(database)]);
            Assert.True(run.ExitCode == 0, run.Output);
            Assert.Equal(backup.State, await ReadAsync(database) with { Incarnation = "" });
        }

        await using var silo = await StartAsync(database);
        using var api = silo.Api();
        await api.SubmitAsync("second", "http", new JsonObject { ["url"] = "http://127.0.0.1:9/" });
    }

    /// <summary>Two backups of data that differ in every table that a restore fills; the newer is what is there.</summary>
    private async Task<MadeBackup[]> MakeAsync(IFleetDatabase database)
    {
        await using var silo = await StartAsync(database);
        using var api = silo.Api();
        MadeBackup[] made = [await MakeAsync(silo, api, "first"), await MakeAsync(silo, api, "second")];
        silo.Child.Send(Signals.Terminate);
        Assert.True(await silo.Child.WaitForExitAsync() == 0, silo.Child.Output);
        Assert.Equal(made[1].State, await ReadAsync(database) with { Incarnation = "" });
        return made;
    }

    private async Task<MadeBackup> MakeAsync(SiloProcess silo, OperatorApi api, string name)
    {
        await api.PutVpcAsync(name);
        var arguments = new JsonObject { ["url"] = "http://127.0.0.1:9/", ["method"] = "POST", ["body"] = new string('x', 16 * 1024) };
        foreach (var some in Enumerable.Range(0, Tasks).Chunk(100))
        {
            await api.SubmitBatchAsync(some.Select(_ => new JsonObject
            {
                ["vpc"] = name,
                ["kind"] = "http",
                ["arguments"] = arguments.DeepClone(),
                ["expireAfterSeconds"] = 86_400,
            }));
        }

        var file = _folder.Combine(name);
        var run = await silo.CliAsync("backup", file);
        Assert.True(run.ExitCode == 0, run.Output);
        return new MadeBackup(file, name == "first" ? new Found("first", Tasks, "") : new Found("first second", 2 * Tasks, ""));
    }

    /// <summary>As <c>keeper restore</c> runs it, so that the signal hits the process that is at work.</summary>
    private async Task KillAsync(IFleetDatabase database, string file, Func<Task<bool>> isAtWork, string? hold)
    {
        await using var connection = database.Connect(Data);
        await connection.OpenAsync();
        await using var holding = hold is null ? null : await connection.BeginTransactionAsync();
        if (hold is not null)
            await ExecuteAsync(connection, hold);
        await using var restore = ChildProcess.Start(Executables.Silo, ["restore", file, "--force", "--data", Data, .. database.SiloArguments], workingDirectory: _folder.Path);
        using var timer = new PeriodicTimer(Look);
        for (var deadline = Deadline.Token(); !restore.HasExited && !await isAtWork();)
            await timer.WaitForNextTickAsync(deadline);
        output.WriteLine(restore.HasExited ? $"too quick: {restore.Output}" : "killed");
        await restore.KillAsync();
    }

    private async Task<SiloProcess> StartAsync(IFleetDatabase database)
    {
        var silo = SiloProcess.Launch(Data, null, ["--Keeper:LocalAgent:Enabled=false", .. database.SiloArguments]);
        await silo.WhenReadyAsync();
        return silo;
    }

    private async Task<Found> ReadAsync(IFleetDatabase database)
    {
        await using var connection = database.Connect(Data);
        await connection.OpenAsync();
        if (connection is not NpgsqlConnection)
            Assert.Equal("ok", await ScalarAsync(connection, "PRAGMA integrity_check"));
        // In one statement: of one moment.
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT string_agg(name, ' ' ORDER BY name) FROM vpcs WHERE name <> 'local'), (SELECT count(*) FROM tasks),
                (SELECT value FROM meta WHERE name = 'incarnation')
            """;
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return new Found(row.GetString(0), row.GetInt64(1), row.GetString(2));
    }

    private static async Task<bool> IsAtAsync(PostgreSqlFleetDatabase database, string condition)
    {
        await using var connection = database.Connect("");
        await connection.OpenAsync();
        return (long)await ScalarAsync(
            connection, $"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'keeper-restore' AND state <> 'idle' AND {condition}") > 0;
    }

    private static IEnumerable<string> Settings(IFleetDatabase database) =>
        database.SiloArguments.SelectMany(argument => new[] { "--set", argument[2..] });

    private static async Task<object> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed record MadeBackup(string File, Found State);

    /// <summary>What is in the database.</summary>
    private sealed record Found(string Vpcs, long Tasks, string Incarnation);
}
