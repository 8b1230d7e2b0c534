using System.Text;
using System.Text.RegularExpressions;

namespace Keeper.Agent.Probes.Port;

/// <summary>Reads what a peer says until it matches, ends, or has said too much.</summary>
internal sealed class ExpectedAnswer(Regex pattern)
{
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[MaxBytes];
    private int _length;

    /// <summary>What was said so far.</summary>
    public string Text => Encoding.UTF8.GetString(_buffer, 0, _length);

    public async Task ReadAsync(Stream stream, Action firstByte, CancellationToken ct)
    {
        while (_length < MaxBytes)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), ct);
            if (read == 0)
                return;
            if (_length == 0)
                firstByte();
            _length += read;
            if (Matches())
                return;
        }
    }

    private bool Matches()
    {
        try
        {
            return pattern.IsMatch(Text);
        }
        catch (RegexMatchTimeoutException)
        {
            // The check that follows meets the same and says so.
            return true;
        }
    }
}
