using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

/// <summary>The repository must build anywhere: it names neither a path of the machine it was written on nor a package source.</summary>
public sealed partial class ForeignNameTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".woff2", ".gif"];

    [Fact]
    public void Files_OfTheTree_NameNoForeignPlace()
    {
        var named =
            from file in RepositoryTree.Files()
            where !Binary.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            let text = RepositoryTree.Read(file)
            from Match m in ForeignPlace().Matches(text)
            select $"{file}: {m.Value}";

        Faults.None(named);
    }

    // Written so that the pattern does not match itself.
    [GeneratedRegex(
        @"(?<![\w.])/wor[k]/|/home/[a-z]+/|(?<![\w.])/roo[t]/|api\.nuge[t]\.org|registr[y]\.npmjs|pkgs\.de[v]\.azure|proxy\.golan[g]",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ForeignPlace();
}
