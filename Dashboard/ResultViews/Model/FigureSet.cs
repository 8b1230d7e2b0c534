using Keeper.Dashboard.Kinds.Model;

namespace Keeper.Dashboard.ResultViews.Model;

/// <summary>A figure to show.</summary>
/// <param name="Text">With its unit.</param>
/// <param name="Share">From 0 to 100, where a bar says more.</param>
internal sealed record Figure(string Text, double? Share);

/// <summary>One thing with its figures, one for each column; <see langword="null"/> where it has none.</summary>
internal sealed record FigureRow(string Name, IReadOnlyList<Figure?> Figures);

/// <summary>
/// Figures that belong together, told by their names alone, so that those of a kind that nobody here knows are in order too:
/// <c>rttMs.min</c> and <c>rttMs.max</c> are rows of "RTT"; <c>network.eth0.sentBytes</c> is the column "Sent" of eth0.
/// </summary>
/// <param name="Title">What they are of; empty for single figures.</param>
/// <param name="Columns">Names of the columns; empty when there is just one.</param>
/// <param name="Rows">The rows.</param>
internal sealed record FigureSet(string Title, IReadOnlyList<string> Columns, IReadOnlyList<FigureRow> Rows)
{
    private const string Levels = "level";

    public static IReadOnlyList<FigureSet> Of(IReadOnlyDictionary<string, double>? values)
    {
        var groups = (values ?? new Dictionary<string, double>(StringComparer.Ordinal))
            .Select(v => (Parts: Split(v.Key), v.Value))
            .GroupBy(v => v.Parts.Head, v => (v.Parts.Tail, v.Value), StringComparer.Ordinal)
            .ToLookup(g => g.All(v => v.Tail is null));
        var sets = groups[false].Select(g => OfGroup(g.Key, [.. g.Select(v => (v.Tail ?? "", v.Value))]));
        var single = groups[true].SelectMany(g => g.Select(v => Row(g.Key, v.Value))).ToList();
        return single.Count == 0 ? [.. sets] : [new FigureSet("", [], single), .. sets];
    }

    private static FigureRow Row(string name, double value) => new(Label(name), [Of(name, value)]);

    private static FigureSet OfGroup(string head, IReadOnlyList<(string Tail, double Value)> figures)
    {
        var cells = figures.Select(f => (Cell: Cell(f.Tail), f.Value)).ToList();
        // A unit at the head is that of every figure; one at the end makes columns.
        if (head == Levels)
            return OfLevels(figures);
        if (FieldWords.Unit(head) is not null || cells.Any(c => c.Cell is null))
            return new FigureSet(FieldWords.Label(head), [], [.. figures.Select(f => new FigureRow(f.Tail, [Of(head, f.Value)]))]);
        var columns = cells.Select(c => c.Cell!.Value.Column).Distinct(StringComparer.Ordinal).ToList();
        var rows = cells.GroupBy(c => c.Cell!.Value.Row, StringComparer.Ordinal).Select(row => new FigureRow(
            row.Key,
            [.. columns.Select(column => row.Where(c => c.Cell!.Value.Column == column).Select(c => Of(column, c.Value)).FirstOrDefault())]));
        return new FigureSet(FieldWords.Label(head), [.. columns.Select(FieldWords.Label)], [.. rows]);
    }

    /// <summary>Lines of a log by level: what matters is which level has how much of them.</summary>
    private static FigureSet OfLevels(IReadOnlyList<(string Tail, double Value)> levels)
    {
        var all = levels.Sum(l => l.Value);
        return new FigureSet(FieldWords.Label(Levels), [], [.. levels.Select(l => new FigureRow(
            l.Tail, [Of(l.Tail, l.Value) with { Share = all > 0 ? Math.Clamp(l.Value / all * 100, 0, 100) : null }]))]);
    }

    private static Figure Of(string name, double value) => new(FigureTexts.Of(name, value), FigureTexts.Share(name, value));

    // Series of Prometheus carry labels, and labels carry dots.
    private static (string Head, string? Tail) Split(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < name.Length - 1 && !name.AsSpan(0, dot).Contains('{')
            ? (name[..dot], name[(dot + 1)..]) : (name, null);

    private static (string Row, string Column)? Cell(string rest) =>
        rest.LastIndexOf('.') is > 0 and var dot && FieldWords.Unit(rest[(dot + 1)..]) is not null ? (rest[..dot], rest[(dot + 1)..]) : null;

    private static string Label(string name) => name.AsSpan().ContainsAny("_{:/") ? name : FieldWords.Label(name);
}
