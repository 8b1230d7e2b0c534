using System.Text;

namespace Keeper.Agent.Probes.Port.StartTls;

/// <summary>The words before TLS: reads exactly what a reply is, and no more than a bounded piece of it.</summary>
internal sealed class PlainTalk(Stream stream, string protocol)
{
    /// <summary>More is not said by any server before TLS.</summary>
    public const int MaxBytes = 16 * 1024;

    private readonly byte[] _buffer = new byte[MaxBytes];
    private int _start;
    private int _end;

    /// <summary>Whether something came that no reply has taken.</summary>
    public bool HasMore => _start < _end;

    public StartTlsException Fault(string what) => new($"as {protocol}, {what}");

    /// <summary>The server said something else than it should.</summary>
    public StartTlsException Refused(string expected, string said) => Fault($"it should say {expected} and says {Excerpts.Of(said)}");

    public async Task SayAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => await stream.WriteAsync(bytes, ct);

    public Task SayAsync(string text, CancellationToken ct) => SayAsync(Encoding.UTF8.GetBytes(text), ct);

    /// <summary>The next bytes.</summary>
    public async Task<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken ct)
    {
        while (_end - _start < count)
            await ListenAsync(ct);
        _start += count;
        return _buffer.AsMemory(_start - count, count);
    }

    /// <summary>The next line without its end.</summary>
    public Task<string> LineAsync(CancellationToken ct) => UntilAsync("\n", ct);

    /// <summary>Everything up to the end of a text.</summary>
    public async Task<string> UntilAsync(string end, CancellationToken ct)
    {
        var last = Encoding.UTF8.GetBytes(end);
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf(last)) < 0)
            await ListenAsync(ct);
        var text = Encoding.UTF8.GetString(_buffer, _start, found + last.Length);
        _start += found + last.Length;
        return text.TrimEnd('\r', '\n');
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        if (_end == MaxBytes)
            throw Fault($"it says more than {MaxBytes / 1024} KiB before TLS");
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        if (read == 0)
            throw Fault($"it ends the connection before TLS, after {Excerpts.Of(Encoding.UTF8.GetString(_buffer, 0, _end))}");
        _end += read;
    }
}
