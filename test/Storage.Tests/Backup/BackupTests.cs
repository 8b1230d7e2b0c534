using Keeper.Storage.Backup;
using Keeper.Storage.Tests.Conformance;
using Keeper.Storage.Tests.Sqlite;
using Keeper.Testing;

namespace Keeper.Storage.Tests.Backup;

public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private StorageOptions Options => new() { DataPath = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_IntoAnEmptyFolder_BringsEverythingBackUnderANewIncarnation()
    {
        await using var source = await SqliteStores.OpenAsync();
        await Samples.FillAsync(source.Store);
        using var file = await source.Store.BackUpAsync();

        var summary = await StoreRestore.RunAsync(Options, file, force: false);

        await using var restored = await SqliteStores.OpenAsync(_folder.Path);
        Assert.Equal(await Samples.ReadAsync(source.Store), await Samples.ReadAsync(restored.Store));
        Assert.Equal(source.Store.Incarnation, summary.FormerIncarnation);
        Assert.Equal(summary.Incarnation, restored.Store.Incarnation);
        Assert.NotEqual(source.Store.Incarnation, restored.Store.Incarnation);
        Assert.Equal(1, (await restored.Store.Tasks.CountAsync("vpc-a"))[3]);
    }

    [Fact]
    public async Task Restore_DatabaseInUse_IsRefused()
    {
        await using var source = await SqliteStores.OpenAsync(_folder.Path);
        using var file = await source.Store.BackUpAsync();

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreRestore.RunAsync(Options, file, force: true));

        Assert.Contains("in use by another Keeper", fault.Message);
    }

    [Fact]
    public async Task Restore_DatabaseWithData_NeedsForceAndThenReplacesAll()
    {
        using var file = await SampleAsync();
        await using (var other = await SqliteStores.OpenAsync(_folder.Path))
        {
            await other.Store.Vpcs.PutAsync(new("vpc-b", "of another life", "{}", Samples.Now));
        }

        var refused = await Assert.ThrowsAsync<BackupFaultException>(() => StoreRestore.RunAsync(Options, file, force: false));
        await StoreRestore.RunAsync(Options, file, force: true);

        Assert.Contains("not empty", refused.Message);
        await using var restored = await SqliteStores.OpenAsync(_folder.Path);
        Assert.Equal("vpc-a", Assert.Single((await restored.Store.Vpcs.ListAsync(10, null)).Items).Name);
    }

    [Fact]
    public async Task Restore_RowThatTheDatabaseRefuses_LeavesEverythingAsItWas()
    {
        using var file = BackupFiles.Rewrite(await SampleAsync(), line =>
            line.StartsWith("[\"admin\"", StringComparison.Ordinal) ? "[null,null,null,null,null]" : line);
        await using (var other = await SqliteStores.OpenAsync(_folder.Path))
        {
            await other.Store.Vpcs.PutAsync(new("vpc-b", "", "{}", Samples.Now));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreRestore.RunAsync(Options, file, force: true));

        await using var after = await SqliteStores.OpenAsync(_folder.Path);
        Assert.Equal("vpc-b", Assert.Single((await after.Store.Vpcs.ListAsync(10, null)).Items).Name);
    }

    [Fact]
    public async Task Backup_DuringWrites_SeesOneMoment()
    {
        await using var source = await SqliteStores.OpenAsync();
        using var stop = new CancellationTokenSource();
        var wrote = new Signal();
        // Two rows that always change together, each batch in one commit.
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await source.Store.Tasks.WriteAsync([Rows.Task($"a{i:D6}"), Rows.Task($"b{i:D6}")], []);
                wrote.Raise();
            }
        });
        await wrote.WaitAsync("the first write");

        var backups = new List<MemoryStream>();
        for (var i = 0; i < 5; i++)
        {
            backups.Add(await source.Store.BackUpAsync());
        }

        await stop.CancelAsync();
        await writing;

        Assert.All(backups, file =>
        {
            var lines = BackupFiles.Lines(file);
            Assert.Equal(
                lines.Count(l => l.StartsWith("[\"a", StringComparison.Ordinal)),
                lines.Count(l => l.StartsWith("[\"b", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public async Task Tables_OfTheSchema_AreAllKeptOrLeftOnPurpose()
    {
        await using var store = await SqliteStores.OpenAsync();

        var tables = await store.Database.QueryAsync<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", null, default);

        Assert.Equal(tables.Order(), BackupTables.Kept.Concat(BackupTables.Left).Except(["lease"]).Order()); // of PostgreSQL alone
    }

    private static async Task<MemoryStream> SampleAsync()
    {
        await using var source = await SqliteStores.OpenAsync();
        await Samples.FillAsync(source.Store);
        return await source.Store.BackUpAsync();
    }
}
