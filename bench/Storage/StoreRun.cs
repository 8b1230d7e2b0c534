using Keeper.Storage;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Bench.Storage;

/// <summary>What came of a run.</summary>
internal sealed record StoreFigures(double PerSecond, double P50Milliseconds, double P99Milliseconds);

/// <summary>Concurrent callers that each take batches of tasks through their lives, every write durable before the next.</summary>
internal static class StoreRun
{
    private const int Batch = 10;

    public static async Task<StoreFigures> RunAsync(StorageOptions options, int cycles, int callers)
    {
        var store = new Store(options, TimeProvider.System, NullLoggerFactory.Instance);
        await using (store)
        {
            await store.OpenAsync();
            var start = TimeProvider.System.GetTimestamp();
            var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(
                caller => Task.Run(() => CallAsync(store.Tasks, cycles / callers / Batch, caller * (cycles / callers)))));
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            var sorted = latencies.SelectMany(list => list).Order().ToList();
            var done = (double)(cycles / callers / Batch * Batch * callers);
            return new StoreFigures(done / seconds, sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
        }
    }

    private static async Task<List<double>> CallAsync(ITaskStore store, int batches, int first)
    {
        var latencies = new List<double>(batches * 3);
        for (var batch = 0; batch < batches; batch++)
        {
            TaskRow[] tasks = [.. Enumerable.Range(first + (batch * Batch), Batch).Select(LifeCycle.Task)];
            await WriteAsync(tasks, []);
            await WriteAsync([], [.. tasks.Select(LifeCycle.HandOut)]);
            await WriteAsync([], [.. tasks.Select(LifeCycle.End)]);
        }

        return latencies;

        async Task WriteAsync(TaskRow[] inserts, TaskChange[] changes)
        {
            var start = TimeProvider.System.GetTimestamp();
            var result = await store.WriteAsync(inserts, changes);
            latencies.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            if (!result.Inserted.All(made => made) || !result.Changed.All(made => made))
            {
                throw new InvalidOperationException("A row was not written.");
            }
        }
    }
}
