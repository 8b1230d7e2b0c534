namespace Keeper.Cli.Completion;

/// <summary>A command line up to the cursor, cut where completion needs it.</summary>
/// <param name="AfterProgram">Everything after the program's name, an option's <c>=</c> replaced by a space.</param>
/// <param name="WordBefore">The last whole word, if there is one.</param>
/// <param name="Word">What there is of the word at the cursor.</param>
/// <param name="Prefix">What stands before it without a space, for example <c>--state=</c>.</param>
internal sealed record TypedLine(string AfterProgram, string? WordBefore, string Word, string Prefix)
{
    public static TypedLine Of(string line)
    {
        var trimmed = line.TrimStart();
        var end = trimmed.IndexOf(' ', StringComparison.Ordinal);
        var rest = end < 0 ? "" : trimmed[(end + 1)..].TrimStart();
        var prefix = "";
        var start = rest.LastIndexOf(' ') + 1;
        var equals = rest.IndexOf('=', start);
        if (equals > 0 && rest.AsSpan(start).StartsWith("--"))
        {
            prefix = rest[start..(equals + 1)];
            rest = $"{rest[..equals]} {rest[(equals + 1)..]}";
        }

        var words = rest.Split(' ');
        var whole = words[..^1].Where(w => w.Length > 0).ToArray();
        return new TypedLine(rest, whole.LastOrDefault(), words[^1], prefix);
    }
}
