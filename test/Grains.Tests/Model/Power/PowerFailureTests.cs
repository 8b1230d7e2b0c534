using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Storage;
using Keeper.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StoreOfRows = Keeper.Storage.Store;

namespace Keeper.Grains.Tests.Model.Power;

/// <summary>
/// The power fails again and again while tasks are written: what was not synced is gone, in part or all of it. Whatever
/// the store had acknowledged is found.
/// </summary>
public sealed class PowerFailureTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.9)]
    public async Task Store_PowerFails_FindsEverythingItAcknowledged(int seed, double kept)
    {
        using var disk = new VolatileDisk();
        var random = new Random(seed);
        Dictionary<string, int> acknowledged = new(StringComparer.Ordinal);
        var atStake = 0;
        await using (var store = await OpenAsync(disk.Path))
        {
            for (var round = 0; round < 15; round++)
            {
                var cutAfter = random.Next(1, 40);
                // Writes go on while the power is cut: some are then in the middle of their transaction.
                var writing = Task.WhenAll(Enumerable.Range(0, 60).Select(i => WriteAsync(store, acknowledged, $"{round}-{i}")));
                while (Count(acknowledged) < (round * 120) + cutAfter && !writing.IsCompleted)
                    await Task.Yield();
                using var found = new TemporaryFolder();
                var before = Copy(acknowledged);
                atStake += disk.CutPower(found.Path, random, kept);
                await AssertFoundAsync(found.Path, before);
                await writing;
            }
        }

        Assert.True(atStake > 0, "no write was at stake at any power failure");
    }

    [Fact]
    public void CutPower_Unsynced_IsLost()
    {
        using var disk = new VolatileDisk();
        using var found = new TemporaryFolder();
        using (var database = Connect(disk.Path))
        {
            Run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
            Run(database, "PRAGMA synchronous = OFF; INSERT INTO t VALUES (2)");

            disk.CutPower(found.Path, new Random(1), kept: 0);
        }

        using var afterwards = Connect(found.Path);
        using var count = afterwards.CreateCommand();
        count.CommandText = "SELECT count(*) FROM t";
        Assert.Equal(1L, count.ExecuteScalar());
    }

    private static async Task<StoreOfRows> OpenAsync(string folder)
    {
        var store = new StoreOfRows(new StorageOptions { DataPath = folder }, TimeProvider.System, NullLoggerFactory.Instance);
        await store.OpenAsync();
        return store;
    }

    /// <summary>A task is inserted and then changed; each is noted only after the store has said that it is done.</summary>
    private static async Task WriteAsync(StoreOfRows store, Dictionary<string, int> acknowledged, string id)
    {
        var row = Rows.Row(id: id) with { Version = 1, AgentId = null, Vpc = "vpc-a" };
        await store.Tasks.WriteAsync([row], []);
        Note(acknowledged, id + "/1", 1);
        var change = (row with { Attempt = 2 }).ToChange(expectedVersion: 1);
        Assert.Equal([true], (await store.Tasks.WriteAsync([], [change])).Changed);
        Note(acknowledged, id + "/2", 2);
    }

    private static async Task AssertFoundAsync(string folder, Dictionary<string, int> acknowledged)
    {
        await using var store = await OpenAsync(folder);
        foreach (var piece in acknowledged.Chunk(200))
        {
            var rows = (await store.Tasks.FindManyAsync([.. piece.Select(p => p.Key.Split('/')[0]).Distinct(StringComparer.Ordinal)]))
                .ToDictionary(r => r.Id, StringComparer.Ordinal);
            Assert.All(piece, p => Assert.InRange(rows[p.Key.Split('/')[0]].Version, p.Value, 2));
        }

        using var database = Connect(folder);
        using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }

    private static void Note(Dictionary<string, int> acknowledged, string id, int version)
    {
        lock (acknowledged)
            acknowledged[id] = version;
    }

    private static int Count(Dictionary<string, int> acknowledged)
    {
        lock (acknowledged)
            return acknowledged.Count;
    }

    private static Dictionary<string, int> Copy(Dictionary<string, int> acknowledged)
    {
        lock (acknowledged)
            return new Dictionary<string, int>(acknowledged, StringComparer.Ordinal);
    }

    private static SqliteConnection Connect(string folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "keeper.db"),
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
