using Keeper.Bench.Probes.Cases;
using Keeper.Bench.Probes.Programs;
using Keeper.Bench.Probes.Targets;

namespace Keeper.Bench.Probes.Runs;

/// <summary>What a probe that waits costs an agent in memory and threads: as many at once as it has capacity for.</summary>
internal static class MemoryRun
{
    private static readonly string[] Measured = ["http: never answers", "tcp: never answers", "dns: never answers"];

    public static async Task RunAsync(string folder, bool smoke, CancellationToken ct)
    {
        var (count, seconds) = smoke ? (50, 3) : (1000, 15);
        await using var targets = await AllTargets.StartAsync(folder);
        Console.WriteLine($"| {count} probes at once | resident before | while all wait | a probe | threads before | while all wait |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var probe in AllCases.Of(targets).Where(c => Measured.Contains(c.Name)))
        {
            // A fresh agent for each: what one kind has grown would hide what the next one needs.
            var data = Directory.CreateDirectory(Path.Combine(folder, probe.Kind)).FullName;
            using var keeper = await KeeperPlatform.StartAsync(data, targets.Pki.AuthorityFile, count, ct);
            await keeper.AskAsync([.. Enumerable.Repeat(Patient(probe, ProbeCase.TimeoutSeconds), 20)], ct);
            var (bytes, threads) = (keeper.Agent.ResidentBytes, keeper.Agent.Threads);
            var held = Patient(probe, seconds);
            var ids = await keeper.SubmitAsync([.. Enumerable.Repeat(held, count)], ct);
            var (mostBytes, mostThreads) = (0L, 0);
            // Two looks a second, for as long as surely all of them wait.
            for (var look = 0; look < seconds; look++)
            {
                await Task.Delay(500, ct);
                (mostBytes, mostThreads) = (Math.Max(mostBytes, keeper.Agent.ResidentBytes), Math.Max(mostThreads, keeper.Agent.Threads));
            }

            foreach (var id in ids)
                await keeper.WaitAsync(id, ct);
            Console.WriteLine($"| {probe.Name} | {Mega(bytes)} | {Mega(mostBytes)} | {(mostBytes - bytes) / 1024.0 / count:F0} KiB | {threads} | {mostThreads} |");
        }
    }

    private static ProbeCase Patient(ProbeCase probe, int seconds)
    {
        var arguments = probe.Arguments.DeepClone().AsObject();
        arguments["timeoutMs"] = seconds * 1000;
        return probe with { Arguments = arguments };
    }

    private static string Mega(long bytes) => $"{bytes / 1024.0 / 1024:F0} MiB";
}
