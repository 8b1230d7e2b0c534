using System.Text;

namespace Keeper.Agent.Probes.Command;

/// <summary>
/// Reads a stream to its end and keeps a bounded part: its beginning, which says what was done, and its end, which says
/// how it went. The rest is counted and dropped, so that the program never blocks on a full pipe.
/// </summary>
internal sealed class KeptOutput(int limit)
{
    private readonly byte[] _head = new byte[(limit + 1) / 2];
    private readonly byte[] _tail = new byte[limit / 2];
    private int _tailStart;
    private int _tailLength;

    /// <summary>How many bytes came.</summary>
    public long Total { get; private set; }

    public bool IsCut => Total > limit;

    public async Task ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[8 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            Keep(buffer.AsSpan(0, read));
    }

    public void Keep(ReadOnlySpan<byte> bytes)
    {
        var toHead = (int)Math.Min(bytes.Length, Math.Max(0, _head.Length - Total));
        bytes[..toHead].CopyTo(_head.AsSpan((int)Math.Min(Total, _head.Length)));
        Total += bytes.Length;
        var rest = bytes[toHead..];
        if (rest.Length >= _tail.Length)
        {
            rest[^_tail.Length..].CopyTo(_tail);
            _tailStart = 0;
            _tailLength = _tail.Length;
            return;
        }

        foreach (var b in rest)
            Append(b);
    }

    public override string ToString()
    {
        var tail = new byte[_tailLength];
        for (var i = 0; i < tail.Length; i++)
            tail[i] = _tail[(_tailStart + i) % _tail.Length];
        var head = _head.AsSpan(0, (int)Math.Min(Total, _head.Length));
        return IsCut
            ? $"{Encoding.UTF8.GetString(head)}\n… {Total - limit} bytes cut, {limit} of {Total} kept …\n{Encoding.UTF8.GetString(tail)}"
            : Encoding.UTF8.GetString([.. head, .. tail]);
    }

    private void Append(byte b)
    {
        if (_tailLength < _tail.Length)
        {
            _tail[(_tailStart + _tailLength++) % _tail.Length] = b;
            return;
        }

        _tail[_tailStart] = b;
        _tailStart = (_tailStart + 1) % _tail.Length;
    }
}
