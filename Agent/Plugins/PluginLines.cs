namespace Keeper.Agent.Plugins;

/// <summary>Reads what a plug-in writes line by line: one line in memory at a time, none beyond a limit, and not for ever.</summary>
internal sealed class PluginLines(Stream stream)
{
    /// <summary>Longest line in bytes.</summary>
    public const int MaxLine = 256 << 10;

    /// <summary>Most bytes of one run.</summary>
    public const int MaxTotal = 16 << 20;

    private byte[] _buffer = new byte[4 << 10];
    private int _start;
    private int _length;
    private long _total;

    /// <summary>The next line that is not blank, valid until the next call; <see langword="null"/> at the end.</summary>
    /// <exception cref="PluginFaultException">It is longer than a line may be, or all of them together are.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            while (Take() is { } line)
            {
                if (line.Span.ContainsAnyExcept(" \t\r"u8))
                    return line;
            }

            if (await FillAsync(ct))
                continue;
            var rest = _buffer.AsMemory(_start, _length);
            _length = 0;
            if (rest.Span.ContainsAnyExcept(" \t\r"u8))
                return rest;
            return null;
        }
    }

    private ReadOnlyMemory<byte>? Take()
    {
        var end = _buffer.AsSpan(_start, _length).IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var line = _buffer.AsMemory(_start, end);
        _start += end + 1;
        _length -= end + 1;
        return line;
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_length > MaxLine)
            throw new PluginFaultException($"wrote a line of more than {MaxLine} bytes");
        if (_start > 0)
            _buffer.AsSpan(_start, _length).CopyTo(_buffer);
        _start = 0;
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_length), ct);
        _length += read;
        _total += read;
        return _total <= MaxTotal ? read > 0 : throw new PluginFaultException($"wrote more than {MaxTotal} bytes and no result");
    }
}
