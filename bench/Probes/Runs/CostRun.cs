using Keeper.Bench.Probes.Cases;
using Keeper.Bench.Probes.Programs;
using Keeper.Bench.Probes.Targets;

namespace Keeper.Bench.Probes.Runs;

/// <summary>
/// Processor time of the exporter and of the agent for the same probes, everything that belongs to them included: being
/// asked, the probe, and telling of it. Rounds alternate, so that both meet the same machine.
/// </summary>
internal static class CostRun
{
    private const int Capacity = 100;
    private const int AtOnce = 20;

    private static readonly string[] Measured = ["http: up", "https: good certificate", "tcp: open", "dns: answer", "icmp: up"];

    public static async Task RunAsync(string folder, bool smoke, CancellationToken ct)
    {
        var (probes, rounds) = smoke ? (100, 1) : (1000, 5);
        await using var targets = await AllTargets.StartAsync(folder);
        var cases = AllCases.Of(targets).Where(c => Measured.Contains(c.Name)).ToList();
        using var exporter = await BlackboxExporter.StartAsync(cases, folder, ct);
        using var keeper = await KeeperPlatform.StartAsync(Directory.CreateDirectory(Path.Combine(folder, "cost")).FullName, targets.Pki.AuthorityFile, Capacity, ct);
        Console.WriteLine("| probes | blackbox, CPU s per 1,000 | Keeper's agent, CPU s per 1,000 | ratio |");
        Console.WriteLine("|---|---|---|---|");
        var (allTheirs, allOurs) = (0.0, 0.0);
        foreach (var probe in cases)
        {
            await AskBothAsync(exporter, keeper, probe, smoke ? probes : 3 * probes, ct); // warm-up: the agent's code is compiled as it runs
            var figures = new List<(double Theirs, double Ours)>();
            for (var round = 0; round < rounds; round++)
                figures.Add(await AskBothAsync(exporter, keeper, probe, probes, ct));
            var (theirs, ours) = (Median(figures.Select(f => f.Theirs)), Median(figures.Select(f => f.Ours)));
            (allTheirs, allOurs) = (allTheirs + theirs, allOurs + ours);
            Console.WriteLine($"| {probe.Name} | {theirs:F2} | {ours:F2} | {ours / theirs:F2} |");
        }

        Console.WriteLine($"| one of each | {allTheirs / cases.Count:F2} | {allOurs / cases.Count:F2} | {allOurs / allTheirs:F2} |");
    }

    private static async Task<(double Theirs, double Ours)> AskBothAsync(BlackboxExporter exporter, KeeperPlatform keeper, ProbeCase probe, int count, CancellationToken ct)
    {
        var before = exporter.Process.ProcessorTime;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (_, stop) =>
        {
            if (!await exporter.AskAsync(probe, stop))
                throw new InvalidOperationException($"blackbox: {probe.Name} is down");
        });
        var theirs = exporter.Process.ProcessorTime - before;
        before = keeper.Agent.ProcessorTime;
        var ends = await keeper.AskAsync([.. Enumerable.Repeat(probe, count)], ct);
        if (ends.FirstOrDefault(e => e.State != "SUCCEEDED") is { } failed)
            throw new InvalidOperationException($"Keeper: {probe.Name} is {failed.State}: {failed.Message}");
        var ours = keeper.Agent.ProcessorTime - before;
        return (theirs.TotalSeconds * 1000 / count, ours.TotalSeconds * 1000 / count);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
