using Keeper.Bench.Load;
using Keeper.Bench.Load.Scenarios;
using Keeper.Bench.Load.Servers;

if (args is [BareKestrel.Argument, var url])
    return await BareKestrel.RunAsync(url);

var scenarios = new Dictionary<string, Func<LoadOptions, CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["polls"] = PollsScenario.RunAsync,
    ["tasks"] = TasksScenario.RunAsync,
    ["pickup"] = PickupScenario.RunAsync,
    ["idle"] = IdleScenario.RunAsync,
};
var chosen = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
if (chosen.Length == 0 || chosen.Any(name => !scenarios.ContainsKey(name)))
{
    Console.Error.WriteLine($"usage: Load SCENARIO... [--smoke] [--seconds N] [--rounds N] [--connections N] [--samples N] [--agents N] [--tasks N] [--storage sqlite|postgresql]");
    Console.Error.WriteLine($"scenarios: {string.Join(' ', scenarios.Keys)}");
    return 2;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
foreach (var name in chosen)
    await scenarios[name](LoadOptions.Parse(args), limit.Token);
return 0;
