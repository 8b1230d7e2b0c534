using System.Globalization;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Keeper.Storage.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket. It refuses to run as root, so root
/// runs it as nobody.
/// </summary>
public sealed class PostgreSqlServer : IAsyncLifetime, IDisposable
{
    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly TemporaryFolder _folder = new();
    private int _databases;

    private string Data => _folder.Combine("data");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (NeedsAttribute.Missing(["initdb", "pg_ctl"]) is not null)
        {
            return; // Its tests are skipped.
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1FF); // Its user has to make files here: 0777.
        }

        await RunAsync("initdb", "-D", Data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (Directory.Exists(Data))
        {
            await StopAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Starts the server.</summary>
    public Task StartAsync() => RunAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", _folder.Combine("log"),
        "-o", $"-c listen_addresses='' -c unix_socket_directories='{_folder.Path}' -c fsync=off");

    /// <summary>Stops it at once, as a crash would.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", "immediate");

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    internal async Task<OpenStore> OpenNewAsync() => await OpenAsync(await NewDatabaseAsync());

    internal static async Task<OpenStore> OpenAsync(string connectionString, int writeTimeoutSeconds = 30)
    {
        var options = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = connectionString,
            WriteTimeoutSeconds = writeTimeoutSeconds,
            ReadTimeoutSeconds = writeTimeoutSeconds,
        };
        var database = new PostgreSqlDatabase(options, TimeProvider.System, NullLogger.Instance);
        var store = new Store(database, TimeProvider.System);
        await store.OpenAsync();
        return new OpenStore(store, database);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = Environment.IsPrivilegedProcess
            ? await ChildProcess.RunAsync("setpriv", [.. AsNobody, program, .. arguments])
            : await ChildProcess.RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program}: {result.Output}");
    }

    private string ConnectionString(string database) => $"Host={_folder.Path};Username=keeper;Database={database}";
}

/// <summary>All tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<PostgreSqlServer>
{
    /// <summary>Its name.</summary>
    public const string Name = "PostgreSQL";
}
