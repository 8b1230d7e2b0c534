using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Orleans.Embedded.Tests.Hosting;

public sealed partial class UsedNamesTests
{
    // The list was compared with Microsoft Orleans; what the server uses beyond it would not compile against its packages.
    [Theory]
    [InlineData("Keeper.Grains.Interfaces")]
    [InlineData("Keeper.Grains")]
    [InlineData("Keeper.Gateway")]
    [InlineData("Keeper.Dashboard")]
    [InlineData("Keeper.Silo")]
    public void Assembly_OrleansNamesItUses_AreInTheCheckedInList(string assembly)
    {
        var listed = File.ReadLines(ListPath()).Select(Bare).ToHashSet(StringComparer.Ordinal);

        var used = UsedNames.Of(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(listed));
    }

    /// <summary>A line of the list without type arguments, parameters and types.</summary>
    private static string Bare(string line)
    {
        var name = line.Split('(')[0].Split(" {")[0].Split(" : ")[0].Split(" = ")[0];
        while (TypeArguments().Match(name) is { Success: true } match)
            name = name.Remove(match.Index, match.Length);
        return name;
    }

    private static string ListPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "Orleans.Embedded", "PublicApi.txt");

    [GeneratedRegex("<[^<>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TypeArguments();
}
