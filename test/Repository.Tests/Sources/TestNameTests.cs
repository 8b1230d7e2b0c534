using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

public sealed partial class TestNameTests
{
    [Fact]
    public void TestMethods_OfTheTree_AreNamedMemberConditionOutcome()
    {
        var unclear =
            from source in RepositoryTree.Sources
            where source.IsTest
            from Match m in TestMethod().Matches(source.Code)
            let name = m.Groups["name"].Value
            where name.Count(c => c == '_') < 2
            select $"{source.At(m.Groups["name"].Index)}: {name}";

        Faults.None(unclear);
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
