using System.Text;

namespace Keeper.Agent.Probes.Port;

/// <summary>What a peer has said so far, as text, however it was cut into pieces on its way, and no more than a bounded piece of it.</summary>
internal sealed class HeardText
{
    /// <summary>So much is listened to, over the whole conversation.</summary>
    public const int MaxLength = 64 * 1024;

    private const int PieceLength = 2048;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _bytes = new byte[PieceLength];
    private readonly char[] _chars = new char[Encoding.UTF8.GetMaxCharCount(PieceLength)];
    private readonly StringBuilder _text = new();
    private int _taken;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>All of it.</summary>
    public string All => _text.ToString();

    /// <summary>What no step has taken yet.</summary>
    public string Untaken => _text.ToString(_taken, _text.Length - _taken);

    /// <summary>Listens for the next piece; false when the peer has ended or has said too much.</summary>
    public async Task<bool> ListenAsync(Stream stream, CancellationToken ct)
    {
        if (_text.Length >= MaxLength)
            return false;
        var count = await stream.ReadAsync(_bytes.AsMemory(), ct);
        var length = _decoder.GetChars(_bytes.AsSpan(0, count), _chars, flush: count == 0);
        _text.Append(_chars.AsSpan(0, Math.Min(length, MaxLength - _text.Length)));
        return count > 0;
    }

    /// <summary>Leaves so many characters of <see cref="Untaken"/> behind.</summary>
    public void Take(int length) => _taken += length;
}
