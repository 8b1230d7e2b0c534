using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>A server that goes away and comes back, and programs that start together.</summary>
[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlOutageTests(PostgreSqlServer server)
{
    [StoreFact]
    public async Task Write_ServerRestarts_WaitsAndSucceeds()
    {
        await using var open = await server.OpenNewAsync();
        await open.Store.Tasks.WriteAsync([Rows.Task("t1")], []);
        await server.StopAsync();
        var write = open.Store.Tasks.WriteAsync([Rows.Task("t2")], []);
        var read = open.Store.Tasks.FindAsync("t1");

        await server.StartAsync();

        Assert.True((await write.Within("the write")).Inserted[0]);
        Assert.NotNull(await read.Within("the query"));
        Assert.True(open.Store.Health.IsHealthy);
    }

    [StoreFact]
    public async Task Write_ServerStaysAway_FailsClearlyAndRecovers()
    {
        await using var open = await PostgreSqlServer.OpenAsync(await server.NewDatabaseAsync(), writeTimeoutSeconds: 1);
        await server.StopAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => open.Store.Tasks.WriteAsync([Rows.Task("t1")], []).Within("the write's end"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Store.Tasks.FindAsync("t1").Within("the query's end"));
        Assert.False(open.Store.Health.IsHealthy);
        Assert.NotEmpty(open.Store.Health.Reason!);

        await server.StartAsync();
        Assert.True((await open.Store.Tasks.WriteAsync([Rows.Task("t2")], [])).Inserted[0]);
        Assert.True(open.Store.Health.IsHealthy);
        Assert.Null(await open.Store.Tasks.FindAsync("t1"));
    }

    [StoreFact]
    public async Task Write_ConnectionsCutDuringLoad_EachIsMadeOnce()
    {
        var database = await server.NewDatabaseAsync();
        await using var open = await PostgreSqlServer.OpenAsync(database);
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var id = $"w{writer}-{i:00}";
                Assert.True((await open.Store.Tasks.WriteAsync([Rows.Task(id)], [])).Inserted[0]);
                await CutAsync(source, when: i % 10 == writer);
                Assert.True((await open.Store.Tasks.WriteAsync([], [Rows.Change(id, 1, 3)])).Changed[0]);
            }
        }))).Within("the writers");

        Assert.Equal(400, (await open.Store.Tasks.CountAsync(null))[3]);
    }

    [StoreFact]
    public async Task Open_SeveralAtOnce_AgreeOnOneSchemaAndIncarnation()
    {
        var database = await server.NewDatabaseAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgreSqlServer.OpenAsync(database)));

        Assert.Single(stores.Select(open => open.Store.Incarnation).Distinct());
        foreach (var open in stores)
        {
            await open.DisposeAsync();
        }
    }

    [StoreFact]
    public async Task Open_SchemaBeforePluginFaults_KeepsAgentsWithNone()
    {
        var database = await server.NewDatabaseAsync();
        await (await PostgreSqlServer.OpenAsync(database)).DisposeAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("""
            ALTER TABLE agents DROP COLUMN plugin_faults;
            UPDATE meta SET value = '2' WHERE name = 'schema';
            INSERT INTO vpcs (name, description, labels, created_at) VALUES ('vpc-a', '', '{}', 0);
            INSERT INTO agents (id, vpc, name, version, health, health_reason, executors, labels, created_at) VALUES ('a1', 'vpc-a', 'one', 1, 0, '', '[]', '{}', 0);
            """);
        await command.ExecuteNonQueryAsync();

        await using var open = await PostgreSqlServer.OpenAsync(database);

        Assert.Equal("[]", (await open.Store.Agents.FindAsync("a1"))!.PluginFaults);
    }

    [StoreFact]
    public async Task Open_NewerSchema_IsRefused()
    {
        var database = await server.NewDatabaseAsync();
        await (await PostgreSqlServer.OpenAsync(database)).DisposeAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("UPDATE meta SET value = '999' WHERE name = 'schema'");
        await command.ExecuteNonQueryAsync();

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgreSqlServer.OpenAsync(database));

        Assert.Contains("999", fault.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Open_NoServer_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => PostgreSqlServer.OpenAsync("Host=/nonexistent;Username=keeper", writeTimeoutSeconds: 1));

        Assert.Contains("PostgreSQL can't be used", fault.Message, StringComparison.Ordinal);
    }

    private static async Task CutAsync(NpgsqlDataSource source, bool when)
    {
        if (when)
        {
            await using var command = source.CreateCommand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keeper' AND datname = current_database()");
            await command.ExecuteNonQueryAsync();
        }
    }
}
