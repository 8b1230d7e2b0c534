using Keeper.Storage.Leases;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>The server that all PostgreSQL tests of this project share.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private PostgreSqlProcess? _process;

    private PostgreSqlProcess Server => _process ?? throw new InvalidOperationException("There is no server on this machine.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (ProgramPath.Missing(PostgreSqlProcess.Programs) is null)
        {
            _process = await PostgreSqlProcess.CreateAsync(); // Otherwise its tests are skipped.
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>Starts the server again.</summary>
    public Task StartAsync() => Server.StartAsync();

    /// <summary>Stops it at once, as a crash would.</summary>
    public Task StopAsync() => Server.StopAsync();

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public Task<string> NewDatabaseAsync() => Server.NewDatabaseAsync();

    internal async Task<OpenStore> OpenNewAsync() => await OpenAsync(await NewDatabaseAsync());

    internal static StorageOptions Options(string connectionString, int timeoutSeconds = 30) => new()
    {
        Provider = StorageProvider.PostgreSql,
        ConnectionString = connectionString,
        WriteTimeoutSeconds = timeoutSeconds,
        ReadTimeoutSeconds = timeoutSeconds,
    };

    internal static async Task<OpenStore> OpenAsync(string connectionString, int writeTimeoutSeconds = 30, Term? term = null)
    {
        var database = new PostgreSqlDatabase(
            Options(connectionString, writeTimeoutSeconds), TimeProvider.System, NullLogger.Instance, term);
        var store = new Store(database, TimeProvider.System);
        await store.OpenAsync();
        return new OpenStore(store, database);
    }
}

/// <summary>All tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<PostgreSqlServer>
{
    /// <summary>Its name.</summary>
    public const string Name = "PostgreSQL";
}
