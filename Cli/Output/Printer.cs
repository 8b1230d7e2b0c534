using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Keeper.Cli.Output;

/// <summary>Prints what a command has to say: results on standard output, everything else on standard error.</summary>
internal sealed class Printer
{
    private readonly CliHost _host;
    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    private Printer(CliHost host, bool json, bool noColor)
    {
        _host = host;
        Json = json;
        _out = Consoles.Create(host, host.Out, host.OutIsTerminal, noColor);
        _error = Consoles.Create(host, host.Error, host.ErrorIsTerminal, noColor);
    }

    /// <summary>Whether a program reads the output.</summary>
    public bool Json { get; }

    public static Printer Create(CliHost host, bool json, bool noColor) => new(host, json, noColor);

    /// <summary>The one document of a command, indented.</summary>
    public void Document<T>(T value, JsonTypeInfo<T> type)
    {
        using var document = JsonSerializer.SerializeToDocument(value, type);
        _host.Out.WriteLine(JsonSerializer.Serialize(document.RootElement, JsonForms.Indented));
    }

    /// <summary>One of several documents, each on its line.</summary>
    public void DocumentLine<T>(T value, JsonTypeInfo<T> type)
    {
        _host.Out.WriteLine(JsonSerializer.Serialize(value, type));
        _host.Out.Flush();
    }

    public void ErrorDocument(ErrorReport report) =>
        _host.Error.WriteLine(JsonSerializer.Serialize(report, JsonForms.Error));

    public void Line(params ReadOnlySpan<Cell> cells)
    {
        foreach (var cell in cells)
            _out.Write(Render(cell));
        _out.WriteLine();
    }

    /// <summary>Something that a person should know and a pipe should not get.</summary>
    public void Note(string text)
    {
        if (!Json)
            ErrorLine(text, Styles.Faint);
    }

    public void ErrorLine(string text, Style? style = null)
    {
        _error.Write(Render(new Cell(text, style)));
        _error.WriteLine();
    }

    /// <summary>A table; when there are no rows, <paramref name="whenEmpty"/> says so on standard error.</summary>
    public void Table(IReadOnlyList<string> headers, IReadOnlyCollection<Cell[]> rows, string whenEmpty)
    {
        if (rows.Count == 0)
            Note(whenEmpty);
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var header in headers)
        {
            var column = new TableColumn(Render(new Cell(header, Styles.Heading))) { Padding = new Padding(0, 0, 2, 0) };
            table.AddColumn(_host.OutIsTerminal ? column : column.NoWrap());
        }

        foreach (var row in rows)
            table.AddRow(row.Select(Render));
        _out.Write(table);
    }

    /// <summary>Names and values, one pair a line.</summary>
    public void Fields(params IReadOnlyList<(string Name, Cell Value)> fields)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, value) in fields)
            grid.AddRow(Render(new Cell(name, Styles.Faint)), Render(value));
        _out.Write(grid);
    }

    /// <summary>A block of text, line breaks kept.</summary>
    public void Block(string text) => _host.Out.WriteLine(Printable.Lines(text));

    private static IRenderable Render(Cell cell) => new Text(Printable.Line(cell.Text), cell.Style);
}
