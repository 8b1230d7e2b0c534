using System.Text.RegularExpressions;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

/// <summary>An event id leads from a log line to one place in the code.</summary>
public sealed partial class LogEventTests
{
    private static readonly Dictionary<string, (int From, int To)> Ranges = new(StringComparer.Ordinal)
    {
        ["Orleans.Embedded"] = (1000, 1099),
        ["Storage"] = (1100, 1199),
        ["Grains"] = (1200, 1399),
        ["Gateway"] = (1400, 1499),
        ["Dashboard"] = (1500, 1599),
        ["Agent"] = (1600, 1799),
        ["AgentHost"] = (1800, 1849),
        ["Silo"] = (1850, 1899),
        ["Client"] = (1900, 1949),
        ["Cli"] = (1900, 1949),
    };

    private static readonly (int Id, SourceFile File, string At)[] Events =
    [
        .. from source in RepositoryTree.Sources
           where source.IsProduct
           from Match m in LoggerMessage().Matches(source.Code)
           select (m.Groups["id"].Success ? int.Parse(m.Groups["id"].Value) : -1, source, source.At(m.Index)),
    ];

    [Fact]
    public void EventIds_OfTheTree_AreUnique() =>
        Faults.None(Events.GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.At))}"));

    [Fact]
    public void EventIds_OfAProject_AreInItsRange()
    {
        var outside =
            from e in Events
            let range = Ranges.GetValueOrDefault(e.File.TopFolder)
            where e.Id < range.From || e.Id > range.To
            select $"{e.At}: {e.Id} is not in {range.From}-{range.To}";

        Faults.None(outside);
    }

    [Fact]
    public void DirectLogCalls_InProductCode_AreNotThere()
    {
        var direct =
            from source in RepositoryTree.Sources
            where source.IsProduct
            from Match m in DirectCall().Matches(source.Code)
            select $"{source.At(m.Index)}: {m.Value}";

        Faults.None(direct);
    }

    [GeneratedRegex(@"\[LoggerMessage\((?:\s*EventId\s*=)?\s*(?<id>[0-9_]+)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DirectCall();
}
