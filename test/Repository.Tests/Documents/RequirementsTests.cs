using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Documents;

/// <summary>docs/requirements.md says which file does what and which test proves it; here it is held to its word.</summary>
public sealed class RequirementsTests
{
    private static readonly string[] Ids =
    [
        .. Range('A', 10), .. Range('B', 6), .. Range('C', 6), .. Range('D', 5), .. Range('E', 6), .. Range('F', 4),
    ];

    [Fact]
    public void Rows_OfThePage_AreAllRequirementsInOrder() => Assert.Equal(Ids, RequirementsPage.Rows.Select(r => r.Id));

    [Fact]
    public void Rows_OfThePage_SayWhatTheyMean() =>
        Faults.None(RequirementsPage.Rows.Where(r => r.Meaning.Length < 20).Select(r => r.Id));

    [Fact]
    public void Files_OfEachRow_ExistOrAreNotYet()
    {
        var faults =
            from row in RequirementsPage.Rows
            from fault in row.Files.Where(f => !RepositoryTree.Exists(f)).Select(f => $"{row.Id}: no file {f}")
                .Concat(row.Files.Any() || row.File == RequirementsPage.NotYet ? [] : [$"{row.Id}: neither a file nor \"not yet\""])
            select fault;

        Faults.None(faults);
    }

    [Fact]
    public void Tests_OfEachRow_ExistOrAreNotYet()
    {
        var faults =
            from row in RequirementsPage.Rows
            from fault in row.Tests.Where(t => !TestExists(t)).Select(t => $"{row.Id}: no test {t}")
                .Concat(row.Tests.Any() || row.Test == RequirementsPage.NotYet ? [] : [$"{row.Id}: neither a test nor \"not yet\""])
            select fault;

        Faults.None(faults);
    }

    [Fact]
    public void Tests_OfEachRow_AreThereWhenAFileIs() =>
        Faults.None(RequirementsPage.Rows.Where(r => r.Files.Any() && !r.Tests.Any()).Select(r => $"{r.Id} is done but not proved"));

    /// <summary>A test is named as Class or as Class.Method; the class has a file of its name.</summary>
    private static bool TestExists(string name)
    {
        var (type, method) = name.Split('.') is [var t, var m] ? (t, m) : (name, null);
        return RepositoryTree.Sources.Any(s => s.IsTest && s.Path.EndsWith($"/{type}.cs", StringComparison.Ordinal)
            && (method is null ? s.Code.Contains("Fact", StringComparison.Ordinal) || s.Code.Contains("Theory", StringComparison.Ordinal)
                : s.Code.Contains($" {method}(", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Range(char letter, int count) => Enumerable.Range(1, count).Select(i => $"{letter}{i}");
}
