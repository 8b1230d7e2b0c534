using System.Runtime.Versioning;
using Keeper.Agent.Files;
using Keeper.Agent.Instructions;
using Keeper.Agent.Tests.Files.Power;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Agent.Tests.Files;

public sealed class RecordLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.Combine("test.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_Reopened_ReturnsEverythingInOrder()
    {
        await AppendAsync(1, 2, 3);
        await AppendAsync(4);

        var file = await ReadAsync();

        Assert.Equal([1, 2, 3, 4], file.Records.Select(r => r.Attempt));
        Assert.Equal((0, 0), (file.Damaged, file.TornBytes));
    }

    [Fact]
    public async Task Append_FromManyAtOnce_AreAllOnDisk()
    {
        await using (var log = await OpenAsync())
            await Task.WhenAll(Enumerable.Range(1, 500).Select(i => log.AppendAsync([Entry(i)], Deadline.Token()))).Within("the appends");

        Assert.Equal(Enumerable.Range(1, 500), (await ReadAsync()).Records.Select(r => r.Attempt).Order());
    }

    [Fact]
    public async Task Read_TornTail_IsDroppedAndTheNextAppendIsWhole()
    {
        await AppendAsync(1, 2);
        using (var file = File.OpenWrite(FilePath))
            file.SetLength(file.Length - 5);

        var torn = await ReadAsync();
        await AppendAsync(3);

        Assert.Equal([1], torn.Records.Select(r => r.Attempt));
        Assert.True(torn.TornBytes > 0);
        Assert.Equal([1, 3], (await ReadAsync()).Records.Select(r => r.Attempt));
    }

    [Fact]
    public async Task Read_DamagedMiddle_IsSkippedAndCounted()
    {
        await AppendAsync(1, 2, 3);
        var bytes = await File.ReadAllBytesAsync(FilePath);
        bytes[bytes.Length / 2] ^= 0x01;
        await File.WriteAllBytesAsync(FilePath, bytes);

        var file = await ReadAsync();

        Assert.Equal([1, 3], file.Records.Select(r => r.Attempt));
        Assert.Equal(1, file.Damaged);
    }

    [Fact]
    public async Task Read_IntactLineOfAnotherVersion_IsDamageNotAnError()
    {
        await File.WriteAllBytesAsync(FilePath, [.. RecordLine.Encode("[]"u8), .. RecordLine.Encode("""{"taskId":"t","attempt":7,"at":"2030-01-01T00:00:00Z"}"""u8)]);

        var file = await ReadAsync();

        Assert.Equal((7, 1), (Assert.Single(file.Records).Attempt, file.Damaged));
    }

    [Fact]
    public async Task Append_MostlyHistory_RewritesTheFileWithWhatIsLive()
    {
        var live = Entry(9_999);
        await using (var log = new RecordLog<JournalEntry>(FilePath, AgentJson.Default.JournalEntry, 0, () => [live], NullLogger.Instance))
        {
            for (var i = 0; i < 10; i++)
                await log.AppendAsync(Enumerable.Range(i * 1000, 1000).Select(Entry), Deadline.Token());
        }

        var file = await ReadAsync();

        Assert.Contains(live, file.Records);
        Assert.InRange(file.Records.Count, 1, 6_000);
        Assert.False(File.Exists(FilePath + ".new"));
    }

    [Fact]
    public async Task Append_RewriteImpossible_GoesOnInTheLongFile()
    {
        Directory.CreateDirectory(FilePath + ".new");
        await using (var log = new RecordLog<JournalEntry>(FilePath, AgentJson.Default.JournalEntry, 0, () => [], NullLogger.Instance))
        {
            for (var i = 0; i < 5; i++)
                await log.AppendAsync(Enumerable.Range(i * 1000, 1000).Select(Entry), Deadline.Token());
        }

        Assert.Equal(Enumerable.Range(0, 5000), (await ReadAsync()).Records.Select(r => r.Attempt));
    }

    [Theory]
    [InlineData(2)] // The sync of the write that fails.
    [InlineData(2, 3)] // And the sync that would take away what it has left.
    public async Task Append_SyncFails_WhatWasRefusedIsNotFound(params int[] failing)
    {
        await using (var log = await OpenAsync(new VolatileDisk { FailingSyncs = failing }))
        {
            await log.AppendAsync([Entry(1)], Deadline.Token());
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync([Entry(2), Entry(3), Entry(4)], Deadline.Token()));
        }

        Assert.Equal([1], (await ReadAsync()).Records.Select(r => r.Attempt));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, 3)]
    public async Task Append_ShorterThanTheOneThatFailedBefore_IsTheEndOfTheFile(params int[] failing)
    {
        await using (var log = await OpenAsync(new VolatileDisk { FailingSyncs = failing }))
        {
            await log.AppendAsync([Entry(1)], Deadline.Token());
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync([Entry(2), Entry(3), Entry(4)], Deadline.Token()));
            await log.AppendAsync([Entry(5)], Deadline.Token());
            var file = await ReadAsync();

            Assert.Equal([1, 5], file.Records.Select(r => r.Attempt));
            Assert.Equal((0, 0), (file.Damaged, file.TornBytes));
        }
    }

    [Fact]
    public async Task Append_AfterAFault_FindsRoomFirst()
    {
        // The syncs of the write that fails, and of the look for room after it.
        await using (var log = await OpenAsync(new VolatileDisk { FailingSyncs = [2, 4] }))
        {
            await log.AppendAsync([Entry(1)], Deadline.Token());
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync([Entry(2)], Deadline.Token()));
            Assert.Contains("cannot be written", log.Fault, StringComparison.Ordinal);

            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync([Entry(3)], Deadline.Token()));
            Assert.NotNull(log.Fault);

            await log.AppendAsync([Entry(4)], Deadline.Token());
            Assert.Null(log.Fault);
        }

        var file = await ReadAsync();
        Assert.Equal([1, 4], file.Records.Select(r => r.Attempt));
        Assert.Equal((0, 0), (file.Damaged, file.TornBytes));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Open_NewFile_IsForItsOwnerAlone()
    {
        await AppendAsync(1);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task Read_AnyDamage_NeverThrowsAndNeverInvents()
    {
        var good = Enumerable.Range(1, 5).SelectMany(i => RecordLine.Encode(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Entry(i), AgentJson.Default.JournalEntry))).ToArray();
        var random = new Random(4711);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var i = random.Next(8); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(FilePath, bytes[..random.Next(bytes.Length + 1)]);

            var file = await ReadAsync();

            Assert.All(file.Records, r => Assert.Equal(Entry(r.Attempt), r));
            Assert.InRange(file.Records.Count + file.Damaged, 0, 13);
        }
    }

    private static JournalEntry Entry(int i) => new("task", i, DateTimeOffset.UnixEpoch);

    private async Task<RecordLog<JournalEntry>> OpenAsync(IDisk? disk = null) =>
        new(FilePath, AgentJson.Default.JournalEntry, (await ReadAsync()).Length, () => [], NullLogger.Instance, disk);

    private async Task AppendAsync(params int[] numbers)
    {
        await using var log = await OpenAsync();
        await log.AppendAsync(numbers.Select(Entry), Deadline.Token());
    }

    private Task<RecordFile<JournalEntry>> ReadAsync() =>
        RecordReader.ReadAsync(FilePath, AgentJson.Default.JournalEntry, CancellationToken.None);
}
