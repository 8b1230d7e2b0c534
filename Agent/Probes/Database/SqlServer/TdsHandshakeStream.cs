using System.Buffers.Binary;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>
/// Carries a TLS handshake inside pre-login packets, as SQL Server wants it ([MS-TDS] 3.2.5.2), and everything after it as it
/// is.
/// </summary>
internal sealed class TdsHandshakeStream(Stream inner) : Stream
{
    private const int HeaderLength = 8;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _inPacket;

    /// <summary>Set once the handshake has ended.</summary>
    public bool IsPlain { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsPlain || buffer.IsEmpty)
            return await inner.ReadAsync(buffer, cancellationToken);
        while (_inPacket == 0)
        {
            await inner.ReadExactlyAsync(_header, cancellationToken);
            _inPacket = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) - HeaderLength;
            if (_header[0] is not (TdsWire.PreLogin or TdsWire.Answer) || _inPacket < 0)
                throw new DatabaseFault("the server answers the TLS handshake with something else");
        }

        var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _inPacket)], cancellationToken);
        _inPacket -= read;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsPlain)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        var length = buffer.Length + HeaderLength;
        await inner.WriteAsync(
            (byte[])[TdsWire.PreLogin, 1, (byte)(length >> 8), (byte)length, 0, 0, 0, 0, .. buffer.Span], cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    // A handshake that is awaited never blocks; whoever calls these has taken a wrong turn.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
