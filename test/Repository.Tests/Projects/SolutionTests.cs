using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Projects;

public sealed partial class SolutionTests
{
    private static readonly string Solution = RepositoryTree.Read("Keeper.Orleans.sln");

    [Fact]
    public void Solution_OfTheRepository_IsInTheClassicFormat() =>
        Assert.Contains("Microsoft Visual Studio Solution File, Format Version 12.00", Solution, StringComparison.Ordinal);

    [Fact]
    public void Solution_OfTheRepository_ListsEveryProjectAndNoOther()
    {
        var listed = ProjectPath().Matches(Solution).Select(m => m.Groups["path"].Value.Replace('\\', '/')).Order(StringComparer.Ordinal);

        Assert.Equal(RepositoryTree.Projects.Select(p => p.Path), listed);
    }

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ProjectPath();
}
