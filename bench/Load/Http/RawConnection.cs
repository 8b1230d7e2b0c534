using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Keeper.Bench.Load.Http;

/// <summary>
/// One HTTP/1.1 keep-alive connection with as little between the load and the socket as can be: a client that costs more
/// than the server would hide what is measured.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 * 1024];
    private byte[] _body = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> ConnectAsync(IPEndPoint server, CancellationToken cancellation)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellation);
        return new RawConnection(socket);
    }

    /// <summary>Builds a complete POST; the bytes can be sent any number of times.</summary>
    public static byte[] Post(string path, ReadOnlySpan<byte> body, string? bearer)
    {
        var authorization = bearer is null ? "" : $"Authorization: Bearer {bearer}\r\n";
        var head = $"POST {path} HTTP/1.1\r\nHost: bench\r\n{authorization}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        var request = new byte[Encoding.ASCII.GetByteCount(head) + body.Length];
        var length = Encoding.ASCII.GetBytes(head, request);
        body.CopyTo(request.AsSpan(length));
        return request;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        while (request.Length > 0)
            request = request[await _socket.SendAsync(request, cancellation)..];
    }

    /// <summary>Reads one response. The body is valid until the next call.</summary>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> ReceiveAsync(CancellationToken cancellation)
    {
        int headEnd;
        while ((headEnd = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
            await FillAsync(cancellation);
        var head = _buffer.AsMemory(_start, headEnd + 2);
        if (!Utf8Parser.TryParse(head.Span["HTTP/1.1 ".Length..], out int status, out _))
            throw new InvalidDataException("The answer has no status.");
        var length = Header(head.Span, "content-length: "u8);
        var chunked = length < 0;
        _start += headEnd + 4;
        return (status, chunked ? await ReadChunksAsync(cancellation) : await ReadAsync(length, cancellation));
    }

    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> RoundTripAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        await SendAsync(request, cancellation);
        return await ReceiveAsync(cancellation);
    }

    public void Dispose() => _socket.Dispose();

    private static int Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.Length > 0)
        {
            var lineEnd = head.IndexOf((byte)'\n');
            var line = head[..(lineEnd + 1)];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name)
                && Utf8Parser.TryParse(line[name.Length..], out int value, out _))
                return value;
            head = head[(lineEnd + 1)..];
        }

        return -1;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length)
            await FillAsync(cancellation);
        var body = _buffer.AsMemory(_start, length);
        _start += length;
        return body;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
                await FillAsync(cancellation);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, line), out int size, out _, 'x'))
                throw new InvalidDataException("The answer has a chunk without a length.");
            _start += line + 2;
            var chunk = await ReadAsync(size + 2, cancellation);
            if (size == 0)
                return _body.AsMemory(0, total);
            if (_body.Length < total + size)
                Array.Resize(ref _body, Math.Max(_body.Length * 2, total + size));
            chunk[..size].CopyTo(_body.AsMemory(total));
            total += size;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _buffer.Length)
        {
            if (_start > 0)
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            else
                Array.Resize(ref _buffer, _buffer.Length * 2);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        if (read == 0)
            throw new IOException("The server closed the connection.");
        _end += read;
    }
}
