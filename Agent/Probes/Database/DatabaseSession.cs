using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Database;

/// <summary>
/// One connection to a database. Reading is bounded twice: a piece that is kept has at most 16 KiB, whatever length the
/// server claims, and everything together 4 MiB. So a probe holds some 20 KiB of what a server says, never more.
/// </summary>
internal sealed partial class DatabaseSession(
    DatabaseArguments arguments, DatabaseProgress progress, NetworkStream connection, EndPoint remote) : IAsyncDisposable
{
    public const int MaxKept = 16 * 1024;
    public const int MaxTotal = 4 * 1024 * 1024;

    private readonly byte[] _kept = new byte[MaxKept];
    private readonly byte[] _ahead = new byte[4096];
    private ReadOnlyMemory<byte> _unread;
    private int _left = MaxTotal;
    private Stream _stream = connection;
    private SslStream? _tls;

    public DatabaseArguments Arguments => arguments;

    /// <summary>Begins a stage; a failure from here on belongs to it.</summary>
    public void Enter(DatabaseStage stage) => progress.Enter(stage, $"waiting for {remote}");

    /// <summary>Ends the stage well.</summary>
    public void Pass(string actual) => progress.Pass(actual);

    /// <summary>A point in time, for <see cref="MsSince"/>.</summary>
    public long Now() => progress.Now();

    public double MsSince(long start) => progress.MsSince(start);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _stream.WriteAsync(bytes, ct);

    /// <summary>
    /// Reads a piece of a known length. What is longer than <see cref="MaxKept"/> is read and dropped from there on.
    /// </summary>
    /// <returns>The piece, good until the next read.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int length, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _left)
            throw new DatabaseFault($"the server says more than {MaxTotal / 1024 / 1024} MiB; the probe reads no further");
        _left -= length;
        var kept = _kept.AsMemory(0, Math.Min(length, MaxKept));
        for (var done = 0; done < length;)
        {
            var part = await SomeAsync(length - done, ct);
            if (done < kept.Length)
                part[..Math.Min(part.Length, kept.Length - done)].CopyTo(kept[done..]);
            done += part.Length;
        }

        return kept;
    }

    public async ValueTask<byte> ReadByteAsync(CancellationToken ct) => (await ReadAsync(1, ct)).Span[0];

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null)
            await _tls.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>Some bytes, at least one and at most <paramref name="most"/>.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> SomeAsync(int most, CancellationToken ct)
    {
        if (_unread.IsEmpty)
        {
            var read = await _stream.ReadAsync(_ahead, ct);
            _unread = read > 0 ? _ahead.AsMemory(0, read) : throw new DatabaseFault($"{remote} closed the connection");
        }

        var part = _unread[..Math.Min(most, _unread.Length)];
        _unread = _unread[part.Length..];
        return part;
    }
}
