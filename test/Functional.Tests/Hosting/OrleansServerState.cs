using System.Data.Common;
using System.Globalization;
using Keeper.Testing;
using Npgsql;
using Orleans.Runtime;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>
/// What a server of this form of the grain runtime leaves behind: a data folder and a database with Orleans' tables
/// (docs/orleans.md). It may outlive several servers, and several silos may share its database.
/// </summary>
internal sealed class ServerState : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgreSqlProcess _server;
    private readonly string _connection;
    private readonly bool _owns;

    private ServerState(PostgreSqlProcess server, string connection, bool owns) => (_server, _connection, _owns) = (server, connection, owns);

    private string DataPath => _folder.Combine("data");

    /// <summary>The command line that puts a server on it.</summary>
    public IReadOnlyList<string> Settings =>
    [
        "--data", DataPath,
        "--Keeper:Storage:Provider=PostgreSql",
        $"--Keeper:Storage:ConnectionString={_connection}",
        $"--Keeper:Orleans:Port={LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}",
    ];

    public static async Task<ServerState> CreateAsync()
    {
        if (OrleansScripts.Missing() is { } missing)
            throw new InvalidOperationException($"On this form of the grain runtime these tests need more: {missing}");
        var server = await PostgreSqlProcess.CreateAsync();
        var connection = await server.NewDatabaseAsync();
        await OrleansScripts.ApplyAsync(server, "test_1");
        return new ServerState(server, connection, owns: true);
    }

    /// <summary>For another silo of the same cluster.</summary>
    public ServerState Another() => new(_server, _connection, owns: false);

    /// <summary>What is the cluster's own goes by real time, whatever clock a test gives the server.</summary>
    public static void Configure(IServiceCollection services)
    {
        foreach (var name in (string[])
            [
                TimeProviderNames.SystemTimers, TimeProviderNames.Membership, TimeProviderNames.GrainDirectory,
                TimeProviderNames.Messaging, TimeProviderNames.ActivationManagement,
            ])
        {
            services.AddKeyedSingleton(name, TimeProvider.System);
        }
    }

    /// <summary>A connection to the database that knows nothing of the product.</summary>
    public DbConnection Connect() => new NpgsqlConnection(_connection);

    public async ValueTask DisposeAsync()
    {
        if (_owns)
            await _server.DisposeAsync();
        _folder.Dispose();
    }
}
