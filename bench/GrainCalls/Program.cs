using Keeper.Bench;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

// Grain calls per second of the grain runtime that this was built with:
//   dotnet run -c Release --project bench/GrainCalls [seconds per round]
var length = TimeSpan.FromSeconds(args.Length > 0 ? double.Parse(args[0]) : 3);
var builder = Host.CreateApplicationBuilder();
builder.UseOrleans();
using var host = builder.Build();
await host.StartAsync();
var grains = host.Services.GetRequiredService<IGrainFactory>();

await Measure("1 caller, 1 grain", 1, (grain, i) => grain.Echo(i & 1));
await Measure("100 callers, 100 grains", 100, (grain, i) => grain.Echo(i & 1));
await Measure("100 callers, 1 grain", 100, (grain, i) => grain.Echo(i & 1), sharedGrain: true);
await Measure("1 caller, method that yields", 1, (grain, i) => grain.EchoLater(i & 1));
await Measure("100 callers, 100 grains, method that yields", 100, (grain, i) => grain.EchoLater(i & 1));
await host.StopAsync();

async Task Measure(string name, int callers, Func<IEchoGrain, int, Task<int>> call, bool sharedGrain = false)
{
    Console.WriteLine($"{name}, {Environment.ProcessorCount} processors");
    await RunRound(callers, call, sharedGrain, TimeSpan.FromSeconds(1));
    for (var i = 0; i < 3; i++)
        Console.WriteLine($"  {await RunRound(callers, call, sharedGrain, length)}");
}

async Task<Round> RunRound(int callers, Func<IEchoGrain, int, Task<int>> call, bool sharedGrain, TimeSpan duration)
{
    var calls = new long[callers];
    var allocated = GC.GetTotalAllocatedBytes();
    var start = TimeProvider.System.GetTimestamp();
    using var stop = new CancellationTokenSource(duration);
    await Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(() => CallAsync(i))));
    return new Round(calls, TimeProvider.System.GetElapsedTime(start), GC.GetTotalAllocatedBytes() - allocated);

    async Task CallAsync(int caller)
    {
        var grain = grains.GetGrain<IEchoGrain>(sharedGrain ? 0 : caller);
        var made = 0;
        while (!stop.IsCancellationRequested)
        {
            await call(grain, made);
            made++;
        }

        calls[caller] = made;
    }
}
