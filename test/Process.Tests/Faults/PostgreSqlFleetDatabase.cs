using System.Data.Common;
using Keeper.Testing;
using Npgsql;

namespace Keeper.Process.Tests.Faults;

/// <summary>PostgreSQL, a server of the fleet's own.</summary>
internal sealed class PostgreSqlFleetDatabase : IFleetDatabase, IFleetServer
{
    private readonly PostgreSqlProcess _server;
    private readonly string _database;

    private PostgreSqlFleetDatabase(PostgreSqlProcess server, string database) => (_server, _database) = (server, database);

    public IReadOnlyList<string> SiloArguments =>
        ["--Keeper:Storage:Provider=PostgreSql", $"--Keeper:Storage:ConnectionString={_database}"];

    public IFleetServer? Server => this;

    public static async Task<PostgreSqlFleetDatabase> CreateAsync()
    {
        var server = await PostgreSqlProcess.CreateAsync();
        try
        {
            return new PostgreSqlFleetDatabase(server, await server.NewDatabaseAsync());
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync() => _server.KillAsync();

    public Task StopAsync() => _server.StopAsync();

    public Task StartAsync() => _server.StartAsync();

    public void Hang() => _server.Hang();

    public void Resume() => _server.Resume();

    public DbConnection Connect(string siloData) => new NpgsqlConnection(_database + ";Pooling=false");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
