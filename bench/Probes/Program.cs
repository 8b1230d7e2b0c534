using Keeper.Bench.Probes.Programs;
using Keeper.Bench.Probes.Runs;

var chosen = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
var smoke = args.Contains("--smoke");
if (chosen.Length == 0 || chosen.Any(name => name is not ("verdicts" or "cost" or "memory")))
{
    Console.Error.WriteLine("usage: Probes (verdicts | cost | memory)... [--smoke]");
    return 2;
}

if (!BlackboxExporter.IsInstalled && chosen.Any(name => name != "memory"))
{
    Console.Error.WriteLine($"{BlackboxExporter.Program} is not on the PATH; Debian has it as a package of that name");
    return 3;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
var folder = Directory.CreateTempSubdirectory("keeper-probes-").FullName;
try
{
    var wrong = chosen.Contains("verdicts") ? await VerdictRun.RunAsync(folder, limit.Token) : 0;
    if (chosen.Contains("cost"))
        await CostRun.RunAsync(folder, smoke, limit.Token);
    if (chosen.Contains("memory"))
        await MemoryRun.RunAsync(folder, smoke, limit.Token);
    return wrong == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
