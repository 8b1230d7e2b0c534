using System.Globalization;
using Keeper.Bench.Storage;
using Keeper.Storage;

// One run of durable task life cycles (insert, hand out, end): bare SQLite against the store.
//   dotnet run -c Release --project bench/Storage -- [life cycles] [folder] [connection string of a PostgreSQL database]
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
        var sqlite = new StorageOptions { DataPath = Path.Combine(folder.FullName, "store-" + callers) };
        Print("SQLite", callers, await StoreRun.RunAsync(sqlite, cycles, callers));
    }

    if (args.Length > 2)
    {
        foreach (var callers in new[] { 1, 16, 100 })
        {
            var server = new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = args[2] };
            Print("PostgreSQL", callers, await StoreRun.RunAsync(server, cycles / 10, callers));
        }
    }

    void Print(string provider, int callers, StoreFigures figures) => Console.WriteLine(
        $"store on {provider,-10} {callers,3} callers:   {figures.PerSecond,10:N0} life cycles/s  ratio {figures.PerSecond / bare:0.00}" +
        $"  write p50 {figures.P50Milliseconds:0.00} ms, p99 {figures.P99Milliseconds:0.00} ms");
}
finally
{
    folder.Delete(recursive: true);
}
