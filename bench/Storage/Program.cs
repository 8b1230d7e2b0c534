using System.Globalization;
using Keeper.Bench.Storage;

// One run of durable task life cycles (insert, hand out, end): bare SQLite against the store.
//   dotnet run -c Release --project bench/Storage -- [life cycles] [folder]
var cycles = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
var folder = Directory.CreateDirectory(
    args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "keeper-bench-" + Guid.NewGuid().ToString("N")));
try
{
    Console.WriteLine($"{cycles:N0} life cycles of 3 row changes each, synchronous=FULL, {Environment.ProcessorCount} cores");
    BareSqlite.Run(Path.Combine(folder.FullName, "warm-up.db"), 20_000);
    var bare = BareSqlite.Run(Path.Combine(folder.FullName, "bare.db"), cycles);
    Console.WriteLine($"bare SQLite, commits of 100:          {bare,10:N0} life cycles/s");
    foreach (var callers in new[] { 1, 16, 32, 64, 100 })
    {
        var store = await StoreRun.RunAsync(Path.Combine(folder.FullName, "store-" + callers), cycles, callers);
        Console.WriteLine(
            $"store, {callers,3} callers, batches of 10:    {store.PerSecond,10:N0} life cycles/s  ratio {store.PerSecond / bare:0.00}" +
            $"  write p50 {store.P50Milliseconds:0.00} ms, p99 {store.P99Milliseconds:0.00} ms");
    }
}
finally
{
    folder.Delete(recursive: true);
}
