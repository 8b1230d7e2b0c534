namespace Keeper.Agent.Probes.Http;

/// <summary>A body as it arrives, which ends after a number of bytes: packed or not, no more is taken from a target.</summary>
internal sealed class BoundedBody(Stream inner, int limit) : Stream
{
    private int _left = limit;

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsCut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsCut || buffer.Length == 0)
            return 0;
        // One byte more than the limit tells a body that ends there from one that goes on.
        var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left + 1)], cancellationToken);
        IsCut = read > _left;
        var taken = Math.Min(read, _left);
        _left -= taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
