using System.Text;

namespace Keeper.Cli.Output;

/// <summary>
/// Text from targets and agents as it may reach a terminal. A target that answers with escape sequences must not move
/// the reader's cursor, retitle the window or repaint what stands above.
/// </summary>
internal static class Printable
{
    /// <summary>On one line.</summary>
    public static string Line(string? text) => Clean(text, keepLines: false);

    /// <summary>With its line breaks and tabs.</summary>
    public static string Lines(string? text) => Clean(text?.ReplaceLineEndings("\n"), keepLines: true);

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
