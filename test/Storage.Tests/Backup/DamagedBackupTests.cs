using Keeper.Storage.Backup;
using Keeper.Storage.Tests.Sqlite;
using Keeper.Testing;

namespace Keeper.Storage.Tests.Backup;

/// <summary>What is wrong with a file is found before anything is touched: not even the data folder is made.</summary>
public sealed class DamagedBackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_OneByteChanged_IsRefused()
    {
        using var good = await SampleAsync();
        var text = string.Join('\n', BackupFiles.Lines(good)) + "\n";
        using var file = BackupFiles.Zip(text.Replace("second", "sekond", StringComparison.Ordinal));

        Assert.Contains("checksum", await FaultOfAsync(file));
    }

    [Fact]
    public async Task Restore_BytesDamagedInTheFile_IsRefused()
    {
        using var file = await SampleAsync();
        file.GetBuffer()[file.Length / 2] ^= 0xff;
        file.GetBuffer()[(file.Length / 2) + 1] ^= 0xff;

        Assert.NotEmpty(await FaultOfAsync(file));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public async Task Restore_CutOff_IsRefused(double part)
    {
        using var file = await SampleAsync();
        file.SetLength((long)(file.Length * part));

        Assert.NotEmpty(await FaultOfAsync(file));
    }

    [Fact]
    public async Task Restore_EndMissing_SaysThatItWasCutOff()
    {
        using var good = await SampleAsync();
        using var file = BackupFiles.Zip(string.Concat(BackupFiles.Lines(good).SkipLast(1).Select(l => l + "\n")));

        Assert.Contains("cut off", await FaultOfAsync(file));
    }

    [Fact]
    public async Task Restore_NewerFormat_SaysWhatIsKnown()
    {
        using var file = BackupFiles.Rewrite(
            await SampleAsync(), l => l.Replace("\"version\":1,", "\"version\":2,", StringComparison.Ordinal));

        Assert.Contains("format 2; this program knows formats up to 1", await FaultOfAsync(file));
    }

    [Fact]
    public async Task Restore_NewerSchema_SaysWhatIsKnown()
    {
        using var file = BackupFiles.Rewrite(
            await SampleAsync(), l => l.Replace("\"schema\":", "\"schema\":9999", StringComparison.Ordinal));

        Assert.Contains("schema version 9999", await FaultOfAsync(file));
    }

    [Fact]
    public async Task Restore_SomethingElse_IsRefused()
    {
        using var file = new MemoryStream("SQLite format 3"u8.ToArray());

        Assert.Contains("not a backup", await FaultOfAsync(file));
    }

    private static async Task<MemoryStream> SampleAsync()
    {
        await using var source = await SqliteStores.OpenAsync();
        await Samples.FillAsync(source.Store);
        return await source.Store.BackUpAsync();
    }

    private async Task<string> FaultOfAsync(Stream file)
    {
        var options = new StorageOptions { DataPath = _folder.Combine("data") };
        var fault = await Assert.ThrowsAsync<BackupFaultException>(() => StoreRestore.RunAsync(options, file, force: true));
        Assert.False(Directory.Exists(options.DataPath));
        return fault.Message;
    }
}
