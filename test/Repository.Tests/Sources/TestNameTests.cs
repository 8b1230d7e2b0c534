using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

public sealed partial class TestNameTests
{
    /// <summary>Member_Condition_Outcome; what holds under any condition leaves the middle out.</summary>
    [Fact]
    public void TestMethods_OfTheTree_AreNamedMemberConditionOutcome()
    {
        var tests =
            (from source in RepositoryTree.Sources
             where source.IsTest
             from Match m in TestMethod().Matches(source.Code)
             select (m.Groups["name"].Value, At: source.At(m.Groups["name"].Index))).ToList();

        Assert.Contains(tests, t => t.Value == nameof(TestMethods_OfTheTree_AreNamedMemberConditionOutcome));
        Faults.None(tests.Where(t => t.Value.All(c => c != '_')).Select(t => $"{t.At}: {t.Value}"));
    }

    [Fact]
    public void TestClasses_OfTheTree_EndInTests()
    {
        var odd =
            from source in RepositoryTree.Sources
            where source.IsTest && TestMethod().IsMatch(source.Code) && !source.Path.EndsWith("Tests.cs", StringComparison.Ordinal)
            where !source.Code.Contains("abstract class", StringComparison.Ordinal)
            select source.Path;

        Faults.None(odd);
    }

    [GeneratedRegex(
        @"\[\w*(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public\s[\w<>?,\s]*?(?<name>\w+)\(",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestMethod();
}
