using Keeper.Repository.Tests.Tree;
using Xunit.Abstractions;

namespace Keeper.Repository.Tests.Sources;

/// <summary>Small files with a short tail: the longest file of a tree is usually the one its own people find hardest.</summary>
public sealed class FileLengthTests(ITestOutputHelper output)
{
    private static readonly string[] Patterns = ["*.cs", "*.razor", "*.css", "*.js"];

    private static readonly (string Path, int Lines)[] Files =
        [.. Patterns.SelectMany(RepositoryTree.Files).Select(f => (f, new SourceFile(f).LineCount)).OrderBy(f => f.LineCount)];

    [Fact]
    public void Lines_OfTheLongestFile_AreAtMost400() =>
        Faults.None(Files.Where(f => f.Lines > 400).Select(f => $"{f.Path}: {f.Lines} lines"));

    [Fact]
    public void Lines_OfTheMedianFile_AreUnder80() => Assert.InRange(Quantile(0.5, "median"), 1, 79);

    [Fact]
    public void Lines_OfTheFileAtThe95thPercentile_AreUnder250() => Assert.InRange(Quantile(0.95, "95th percentile"), 1, 249);

    private int Quantile(double share, string name)
    {
        var lines = Files[(int)(share * (Files.Length - 1))].Lines;
        output.WriteLine($"{Files.Length} files, {name} {lines} lines, longest {Files[^1].Path} with {Files[^1].Lines}");
        return lines;
    }
}
