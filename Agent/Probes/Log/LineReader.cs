namespace Keeper.Agent.Probes.Log;

/// <summary>Takes a line without its end.</summary>
/// <param name="line">The line, or the beginning of one that is too long.</param>
/// <param name="isCut">Whether the rest of the line is left out.</param>
/// <returns>Whether to go on.</returns>
internal delegate bool LineTaker(ReadOnlySpan<byte> line, bool isCut);

/// <summary>Cuts a part of a file into lines, with one buffer however long file and lines are.</summary>
internal static class LineReader
{
    /// <summary>So much of a line is looked at.</summary>
    public const int MaxLineBytes = 32 << 10;

    /// <summary>Reads, and tells where it ended: after the last line, or before one whose end is not written yet.</summary>
    public static async Task<(long Offset, bool MidLine)> ReadAsync(LogPart part, LineTaker take, CancellationToken ct)
    {
        var buffer = new byte[MaxLineBytes];
        var (offset, held, midLine) = (part.From, 0, part.MidLine);
        for (int read; (read = await part.File.ReadAsync(buffer.AsMemory(held), offset + held, ct)) > 0;)
        {
            held += read;
            var used = TakeLines(buffer.AsSpan(0, held), take, ref midLine, out var goOn);
            if (used == 0 && held == buffer.Length)
                (used, midLine, goOn) = (held, true, take(buffer, true));
            offset += used;
            held -= used;
            buffer.AsSpan(used, held).CopyTo(buffer);
            if (!goOn)
                return (offset, midLine);
        }

        if (held > 0 && part.IsClosed)
        {
            take(buffer.AsSpan(0, held), false);
            offset += held;
        }

        return (offset, midLine);
    }

    private static int TakeLines(ReadOnlySpan<byte> bytes, LineTaker take, ref bool midLine, out bool goOn)
    {
        goOn = true;
        var used = 0;
        for (int end; goOn && (end = bytes[used..].IndexOf((byte)'\n')) >= 0; used += end + 1)
        {
            if (!midLine)
                goOn = take(bytes.Slice(used, end), false);
            midLine = false;
        }

        // The rest of a line that is left out need not be held.
        return midLine ? bytes.Length : used;
    }
}
