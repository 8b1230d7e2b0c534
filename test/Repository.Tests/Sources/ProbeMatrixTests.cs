using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

/// <summary>
/// Every kind that reaches a target is tested against targets that misbehave in each way, and a test says which by a trait:
/// <c>dotnet test test/Agent.Tests --filter Target=endless</c> runs a column of the matrix.
/// </summary>
public sealed partial class ProbeMatrixTests
{
    private const string Probes = "Agent/Probes/";

    private static readonly string[] Cases = ["success", "refused", "timeout", "unreachable", "garbage", "endless", "slow", "cancelled"];

    /// <summary>What these look at is the agent's own host; their tests have cases of their own.</summary>
    private static readonly string[] WithoutTarget = ["Command", "Log", "Metrics"];

    public static TheoryData<string> Kinds => [.. KindFolders];

    private static IEnumerable<string> KindFolders => RepositoryTree.Sources
        .Where(s => s.Path.StartsWith(Probes, StringComparison.Ordinal) && s.Path.EndsWith("ExecutorFactory.cs", StringComparison.Ordinal))
        .Select(s => s.Path[Probes.Length..].Split('/')[0])
        .Where(folder => !WithoutTarget.Contains(folder, StringComparer.Ordinal))
        .Distinct(StringComparer.Ordinal);

    [Fact]
    public void Kinds_OfTheAgent_AreFound() => Assert.Superset(new HashSet<string> { "Domain", "Http", "Icmp", "Port", "Scrape", "Tls" }, KindFolders.ToHashSet());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tests_OfAKindWithATarget_CoverEveryCase(string kind)
    {
        var covered = CasesIn(s => s.Path.StartsWith($"test/Agent.Tests/Probes/{kind}/", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        Faults.None(Cases.Where(c => !covered.Contains(c)).Select(c => $"test/Agent.Tests/Probes/{kind}: no test with [Trait(\"Target\", \"{c}\")]"));
    }

    [Fact]
    public void Traits_OfTheTests_AreCasesOfTheMatrix() =>
        Faults.None(CasesIn(s => s.IsTest).Where(c => !Cases.Contains(c, StringComparer.Ordinal)).Select(c => $"'{c}' is not one of {string.Join(", ", Cases)}"));

    private static IEnumerable<string> CasesIn(Func<SourceFile, bool> isMeant) =>
        from source in RepositoryTree.Sources
        where isMeant(source)
        from Match match in TargetTrait().Matches(source.Text)
        select match.Groups["case"].Value;

    [GeneratedRegex(@"^\s*\[Trait\(""Target"", ""(?<case>[^""{}]*)""\)\]", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TargetTrait();
}
