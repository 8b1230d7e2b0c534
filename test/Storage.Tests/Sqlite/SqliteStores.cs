using Keeper.Storage.Sql;
using Keeper.Storage.Sqlite;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Storage.Tests.Sqlite;

/// <summary>Opens SQLite stores for tests.</summary>
internal static class SqliteStores
{
    /// <summary>A store in a folder of its own, which goes with it.</summary>
    public static Task<OpenStore> OpenAsync()
    {
        var folder = new TemporaryFolder();
        return OpenAsync(folder.Path, folder);
    }

    /// <summary>A store in a given folder.</summary>
    public static Task<OpenStore> OpenAsync(string path, params IDisposable[] after) =>
        OpenAsync(path, TimeSpan.FromSeconds(1), NullLogger.Instance, after);

    /// <summary>A store in a given folder that tries by itself at an interval after a fault.</summary>
    public static async Task<OpenStore> OpenAsync(
        string path, TimeSpan probeInterval, ILogger logger, params IDisposable[] after)
    {
        var limits = new WriteLimits(TimeSpan.FromSeconds(30)) { ProbeInterval = probeInterval };
        var database = new SqliteDatabase(new StorageOptions { DataPath = path }, TimeProvider.System, logger, limits);
        var store = new Store(database, TimeProvider.System);
        await store.OpenAsync();
        return new OpenStore(store, database, after);
    }
}
