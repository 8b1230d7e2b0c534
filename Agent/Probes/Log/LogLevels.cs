namespace Keeper.Agent.Probes.Log;

/// <summary>Reads the level of a line: of JSON, of <c>level=…</c>, of syslog's priority, of klog's letter, or as a word.</summary>
internal static class LogLevels
{
    /// <summary>A level stands at the beginning of a line; further on, words are part of the message.</summary>
    private const int SearchedChars = 200;

    private static readonly string[] KeyNames = ["level=", "lvl=", "severity=", "loglevel="];

    public static LogLevel Of(ReadOnlySpan<byte> line, ReadOnlySpan<char> text)
    {
        if (line.TrimStart(" \t"u8) is [(byte)'{', ..] json && JsonLevel.Of(json) is { } inJson)
            return inJson;
        var start = text[..Math.Min(text.Length, SearchedChars)].TrimStart();
        return OfPriority(start) ?? OfLetter(start) ?? OfKey(start) ?? OfWord(start) ?? LogLevel.None;
    }

    /// <summary><c>&lt;PRI&gt;</c> at the very beginning.</summary>
    private static LogLevel? OfPriority(ReadOnlySpan<char> text) =>
        text is ['<', ..] && text.IndexOf('>') is > 1 and <= 4 and var end && int.TryParse(text[1..end], out var priority) && priority is >= 0 and <= 191
            ? LevelNames.OfSeverity(priority % 8) : null;

    /// <summary><c>E1122 10:00:00</c>, as glog and klog write it.</summary>
    private static LogLevel? OfLetter(ReadOnlySpan<char> text) =>
        text.Length > 6 && text[5] == ' ' && !text[1..5].ContainsAnyExceptInRange('0', '9')
            ? text[0] switch { 'I' => LogLevel.Info, 'W' => LogLevel.Warn, 'E' => LogLevel.Error, 'F' => LogLevel.Fatal, _ => null } : null;

    private static LogLevel? OfKey(ReadOnlySpan<char> text)
    {
        foreach (var key in KeyNames)
        {
            var at = text.IndexOf(key, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && text[at - 1] is not (' ' or '\t' or ','))
                continue;
            if (at >= 0)
                return LevelNames.InAnyCase(FirstWord(text[(at + key.Length)..].TrimStart('"')));
        }

        return null;
    }

    /// <summary>The first word in capitals that names a level, or one in any case between brackets or before a colon.</summary>
    private static LogLevel? OfWord(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var word = FirstWord(text[i..]);
            if (word.Length is >= 3 and <= 13 && LevelOf(word, i == 0 ? ' ' : text[i - 1], text[(i + word.Length)..]) is { } level)
                return level;
            i += word.Length;
        }

        return null;
    }

    private static LogLevel? LevelOf(ReadOnlySpan<char> word, char before, ReadOnlySpan<char> after)
    {
        if (word is not ("FAIL" or "FINE" or "LOG" or "CONFIG") && LevelNames.Of(word) is { } level)
            return level;
        var isMarked = (before is '[' or '<' or '(' or ':' or '|' && after is [']' or '>' or ')' or '|', ..]) || (before is ' ' or '[' && after is [':', ..]);
        return isMarked ? LevelNames.InAnyCase(word) : null;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
            length++;
        return text[..length];
    }
}
