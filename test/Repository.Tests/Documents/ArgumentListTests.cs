using Keeper.Protocol.Tasks;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Documents;

/// <summary>Pages that list the arguments of a kind list them all.</summary>
public sealed class ArgumentListTests
{
    [Theory]
    [InlineData("database", "docs/components/database-probes.md")]
    [InlineData("log", "docs/components/log-probes.md")]
    [InlineData("command", "docs/protocol.md")]
    [InlineData("message", "docs/protocol.md")]
    [InlineData("objectstorage", "docs/protocol.md")]
    public void Page_OfAKind_NamesEveryArgument(string kind, string page)
    {
        Assert.True(InstructionKinds.TryGet(kind, out var known));
        var text = TextAbout(kind, RepositoryTree.Read(page));

        Faults.None(known.Arguments.Fields.Select(f => f.Name)
            .Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal) && !text.Contains($"\"{name}\"", StringComparison.Ordinal))
            .Select(name => $"{page}: `{name}` of {kind}"));
    }

    /// <summary>The paragraph about a kind on a page about several, else the page.</summary>
    private static string TextAbout(string kind, string page)
    {
        var begin = page.IndexOf($"**`{kind}`**", StringComparison.Ordinal);
        if (begin < 0)
            return page;
        var end = page.IndexOf("\n\n", begin, StringComparison.Ordinal);
        return end < 0 ? page[begin..] : page[begin..end];
    }
}
