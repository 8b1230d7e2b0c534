using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Documents;

/// <summary>docs/requirements.md, read: one table row for each requirement.</summary>
internal static class RequirementsPage
{
    public const string Path = "docs/requirements.md";
    public const string NotYet = "not yet";

    public static IReadOnlyList<Row> Rows { get; } =
    [
        .. from line in RepositoryTree.Read(Path).Split('\n')
           where line.StartsWith("| ", StringComparison.Ordinal)
           let cells = line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray()
           where cells is [{ Length: 2 or 3 }, _, _, _] && char.IsAsciiLetterUpper(cells[0][0]) && cells[0][1..].All(char.IsAsciiDigit)
           select new Row(cells[0], cells[1], cells[2], cells[3]),
    ];

    internal sealed record Row(string Id, string Meaning, string File, string Test)
    {
        public IEnumerable<string> Files => Backticked(File);

        public IEnumerable<string> Tests => Backticked(Test);

        private static IEnumerable<string> Backticked(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1);
    }
}
