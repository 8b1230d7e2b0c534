using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Probes;

/// <summary>The comparison of docs/performance.md: what it says there holds.</summary>
public sealed class BlackboxComparisonTests
{
    private const int FewestCases = 20;

    [BlackboxFact]
    public async Task Verdicts_OnTheSameTargets_AreTheExportersAndTheRightOnes()
    {
        var result = await ChildProcess.RunAsync(Executables.ProbeComparison, ["verdicts"]);

        Assert.True(result.ExitCode == 0, result.Output);
        var rows = result.Output.Split('\n').Where(l => l.Contains(" | up | ", StringComparison.Ordinal) || l.Contains(" | down | ", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count >= FewestCases, $"{rows.Count} cases:\n{result.Output}");
        Assert.All(rows, row => Assert.Contains(" | yes | ", row, StringComparison.Ordinal));
    }
}
