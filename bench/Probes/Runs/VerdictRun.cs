using Keeper.Bench.Probes.Cases;
using Keeper.Bench.Probes.Programs;
using Keeper.Bench.Probes.Targets;

namespace Keeper.Bench.Probes.Runs;

/// <summary>Puts every question to both and shows the answers side by side.</summary>
internal static class VerdictRun
{
    private const int Capacity = 100;

    /// <summary>How many answers were not the expected one, of either.</summary>
    public static async Task<int> RunAsync(string folder, CancellationToken ct)
    {
        await using var targets = await AllTargets.StartAsync(folder);
        var cases = AllCases.Of(targets);
        using var exporter = await BlackboxExporter.StartAsync(cases, folder, ct);
        using var keeper = await KeeperPlatform.StartAsync(folder, targets.Pki.AuthorityFile, Capacity, ct);
        var theirs = await Task.WhenAll(cases.Select(c => exporter.AskAsync(c, ct)));
        var ours = await keeper.AskAsync(cases, ct);
        var wrong = 0;
        Console.WriteLine("| case | expected | blackbox | Keeper | same | Keeper's words |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (var i = 0; i < cases.Count; i++)
        {
            var (expected, blackbox, own) = (cases[i].Up, theirs[i], ours[i].State == "SUCCEEDED");
            wrong += (blackbox == expected ? 0 : 1) + (own == expected ? 0 : 1);
            Console.WriteLine($"| {cases[i].Name} | {Word(expected)} | {Word(blackbox)} | {Word(own)} | {(blackbox == own ? "yes" : "NO")} | {ours[i].Message.Replace('|', '/')} |");
        }

        Console.WriteLine($"{cases.Count} cases, {cases.Count - Enumerable.Range(0, cases.Count).Count(i => theirs[i] != (ours[i].State == "SUCCEEDED"))} with the same verdict");
        return wrong;
    }

    private static string Word(bool up) => up ? "up" : "down";
}
