using Keeper.Storage.PostgreSql;
using Keeper.Storage.Tests.Conformance;
using Keeper.Storage.Tests.Sqlite;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>What the store demands of a server so that a power failure loses nothing that was acknowledged.</summary>
[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlDurabilityTests(PostgreSqlServer server)
{
    [StoreFact]
    public async Task Connections_ServerCommitsWithoutTheDisk_WaitForItAllTheSame()
    {
        var name = await server.NewDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(name + ";Pooling=false"))
        await using (var command = source.CreateCommand($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(name).Database} SET synchronous_commit = off"))
            await command.ExecuteNonQueryAsync();
        await using var database = new PostgreSqlDatabase(PostgreSqlServer.Options(name), TimeProvider.System, new RecordingLogger());
        await database.OpenAsync(default);

        Assert.Equal(["on"], await database.QueryAsync<string>("SELECT current_setting('synchronous_commit')", null, default));
    }

    [StoreFact]
    public async Task Open_ServerDoesNotSync_WarnsOfIt()
    {
        // The server of these tests does not sync: a kill needs none, and it is slow.
        var logger = new RecordingLogger();
        await using var database = new PostgreSqlDatabase(
            PostgreSqlServer.Options(await server.NewDatabaseAsync()), TimeProvider.System, logger);

        await database.OpenAsync(default);

        Assert.Contains(1123, logger.Events.Items);
    }
}
