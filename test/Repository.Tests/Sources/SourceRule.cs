using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

/// <summary>Something that must not stand in the sources.</summary>
/// <param name="Pattern">What.</param>
/// <param name="Applies">Where.</param>
/// <param name="Why">What to do instead.</param>
/// <param name="InComments">Whether comments and strings count as well.</param>
internal sealed record SourceRule(string Pattern, Func<SourceFile, bool> Applies, string Why, bool InComments = false)
{
    private readonly Regex _regex = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(10));

    public IEnumerable<string> Faults =>
        from source in RepositoryTree.Sources
        where Applies(source)
        from Match m in _regex.Matches(InComments ? source.Text : source.Code)
        select $"{source.At(m.Index)}: {m.Value.Trim()} ({Why})";
}
