using System.Text;

namespace Keeper.Cli.Output;

/// <summary>
/// Text from targets and agents as it may reach a terminal. A target that answers with escape sequences must not move
/// the reader's cursor, retitle the window or repaint what stands above.
/// </summary>
internal static class Printable
{
    private const int ExcerptLength = 80;

    /// <summary>On one line.</summary>
    public static string Line(string? text) => Clean(text, keepLines: false);

    /// <summary>With its line breaks and tabs.</summary>
    public static string Lines(string? text) => Clean(text?.ReplaceLineEndings("\n"), keepLines: true);

    /// <summary>The beginning, for a column of a table; whole it is shown where it stands alone.</summary>
    public static string Excerpt(string? text) =>
        text is null || text.Length <= ExcerptLength ? text ?? "" : string.Concat(text.AsSpan(0, ExcerptLength - 1), "…");

    private static string Clean(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsControl(c) || (keepLines && c is '\n' or '\t'))
                clean.Append(c);
            else
                clean.Append(char.IsWhiteSpace(c) ? ' ' : '\uFFFD');
        }

        return clean.ToString();
    }
}
