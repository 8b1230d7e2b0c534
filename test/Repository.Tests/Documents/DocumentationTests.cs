using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Documents;

/// <summary>A page that names a file which is gone is worse than no page.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Pages = [.. RepositoryTree.Files("*.md")];

    private static readonly HashSet<string> TopFolders =
        [.. RepositoryTree.Files().Where(f => f.Contains('/', StringComparison.Ordinal)).Select(f => f.Split('/')[0])];

    [Fact]
    public void Pages_PathsInBackticks_Exist()
    {
        var missing =
            from page in Pages
            from Match code in InBackticks().Matches(RepositoryTree.Read(page))
            let path = LineSuffix().Replace(code.Groups["path"].Value, "")
            where LooksLikeAPath(path) && !RepositoryTree.Exists(path) && !RepositoryTree.Exists(Path.Combine(Path.GetDirectoryName(page)!, path))
            select $"{page}: `{path}`";

        Faults.None(missing.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Pages_RelativeLinks_LeadSomewhere()
    {
        var missing =
            from page in Pages
            from Match link in Link().Matches(RepositoryTree.Read(page))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
            where !RepositoryTree.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
            select $"{page}: ({target})";

        Faults.None(missing);
    }

    [Fact]
    public void ProductProjects_OfTheTree_AreAllInTheArchitecturePage()
    {
        var page = RepositoryTree.Read("docs/architecture.md");

        Faults.None(RepositoryTree.Projects.Where(p => p.IsProduct).Select(p => p.Name)
            .Where(name => !page.Contains(name, StringComparison.Ordinal)));
    }

    /// <summary>A path of this repository starts with one of its folders. What a user's machine has, such as data/admin.key, does not.</summary>
    private static bool LooksLikeAPath(string text) =>
        PathCharacters().IsMatch(text) && text.Contains('/', StringComparison.Ordinal) && TopFolders.Contains(text.Split('/')[0]);

    [GeneratedRegex("`(?<path>[^`\n]+)`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex InBackticks();

    [GeneratedRegex(":[0-9]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LineSuffix();

    [GeneratedRegex(@"^[A-Za-z0-9_.\-/]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PathCharacters();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();
}
