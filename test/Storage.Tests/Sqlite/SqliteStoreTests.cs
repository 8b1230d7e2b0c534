using System.Globalization;
using Dapper;
using Keeper.Storage.Tests.Conformance;
using Keeper.Testing;
using Microsoft.Data.Sqlite;

namespace Keeper.Storage.Tests.Sqlite;

/// <summary>What is SQLite's own: the folder, the lock, the file, its schema.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string DataPath => _folder.Combine("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NewFolder_IsTheOwnersAlone()
    {
        await using var open = await SqliteStores.OpenAsync(DataPath);

        Assert.True(open.Store.Health.IsHealthy);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(DataPath));
        }
    }

    [Fact]
    public async Task Open_AfterDispose_FindsRowsAndIncarnation()
    {
        string incarnation;
        await using (var first = await SqliteStores.OpenAsync(DataPath))
        {
            incarnation = first.Store.Incarnation;
            await first.Store.Tasks.WriteAsync([Rows.Task("t1")], []);
        }

        await using var second = await SqliteStores.OpenAsync(DataPath);

        Assert.Equal(Rows.Task("t1"), await second.Store.Tasks.FindAsync("t1"));
        Assert.Equal(incarnation, second.Store.Incarnation);
    }

    [Fact]
    public async Task Open_TwoFolders_HaveDifferentIncarnations()
    {
        await using var one = await SqliteStores.OpenAsync(DataPath);
        await using var other = await SqliteStores.OpenAsync(_folder.Combine("other"));

        Assert.NotEqual(one.Store.Incarnation, other.Store.Incarnation);
    }

    [Fact]
    public async Task Open_FolderInUse_NamesFolderAndProcess()
    {
        await using var first = await SqliteStores.OpenAsync(DataPath);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteStores.OpenAsync(DataPath));

        Assert.Contains(DataPath, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
        await first.Store.Tasks.WriteAsync([Rows.Task("t1")], []);
    }

    [Fact]
    public async Task Open_LockFileLeftBehind_IsNoObstacle()
    {
        Directory.CreateDirectory(DataPath);
        await File.WriteAllTextAsync(Path.Combine(DataPath, "keeper.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(DataPath, "keeper.pid"), "1");

        await using var open = await SqliteStores.OpenAsync(DataPath);

        Assert.True(open.Store.Health.IsHealthy);
    }

    [Fact]
    public async Task Open_FolderIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(DataPath, "");

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteStores.OpenAsync(DataPath));

        Assert.Contains(DataPath, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedAndLeavesTheFolderFree()
    {
        await (await SqliteStores.OpenAsync(DataPath)).DisposeAsync();
        Execute("UPDATE meta SET value = '999' || value WHERE name = 'schema'");

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteStores.OpenAsync(DataPath));

        Assert.Contains("999", fault.Message, StringComparison.Ordinal);
        Execute("UPDATE meta SET value = substr(value, 4) WHERE name = 'schema'");
        await using var open = await SqliteStores.OpenAsync(DataPath);
        Assert.True(open.Store.Health.IsHealthy);
    }

    [Fact]
    public async Task Open_SchemaBeforePluginFaults_KeepsAgentsWithNone()
    {
        await (await SqliteStores.OpenAsync(DataPath)).DisposeAsync();
        Execute("""
            ALTER TABLE agents DROP COLUMN plugin_faults;
            UPDATE meta SET value = '2' WHERE name = 'schema';
            INSERT INTO vpcs (name, description, labels, created_at) VALUES ('vpc-a', '', '{}', 0);
            INSERT INTO agents (id, vpc, name, version, health, health_reason, executors, labels, created_at) VALUES ('a1', 'vpc-a', 'one', 1, 0, '', '[]', '{}', 0);
            """);

        await using var open = await SqliteStores.OpenAsync(DataPath);

        Assert.Equal("[]", (await open.Store.Agents.FindAsync("a1"))!.PluginFaults);
    }

    [Fact]
    public async Task Open_NoDatabase_SaysThatTheFileCanNotBeOpened()
    {
        Directory.CreateDirectory(DataPath);
        await File.WriteAllTextAsync(Path.Combine(DataPath, "keeper.db"), new string('x', 10_000));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteStores.OpenAsync(DataPath));

        Assert.Contains("keeper.db", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incarnation_BeforeOpen_Throws()
    {
        await using var store = new Store(
            new StorageOptions { DataPath = DataPath }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        Assert.Throws<InvalidOperationException>(() => store.Incarnation);
        Assert.False(store.Health.IsHealthy);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Tasks.FindAsync("t1"));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataPath, "keeper.db")};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}
