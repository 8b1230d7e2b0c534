using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>
/// Says what a SQL Server says, in bytes of [MS-TDS]: the pre-login (2.2.6.5), the TLS handshake inside packets (3.2.5.2), and
/// then one answer after the other.
/// </summary>
internal sealed class SqlServerPeer : IAsyncDisposable
{
    /// <summary>The login is encrypted alone (ENCRYPT_OFF), everything is (ENCRYPT_ON), or nothing can be (ENCRYPT_NOT_SUP).</summary>
    public const byte Off = 0, On = 1, NotSupported = 2;

    private readonly TcpPeer _peer;
    private readonly X509Certificate2 _certificate = Certificates.SelfSigned("127.0.0.1");

    public SqlServerPeer(byte encryption, params string[] answers) => _peer = new TcpPeer(async (stream, ct) =>
    {
        Received.Add(await MessageAsync(stream, ct));
        // Version 16.0.4100, encryption, no instance, no MARS: as servers answer.
        await stream.WriteAsync(
            (byte[])[
                .. Wire.Hex("04 01 00 2B 00 00 01 00  00 001A 0006  01 0020 0001  02 0021 0001  03 0022 0000  04 0022 0001  FF  10 00 10 04 00 00"),
                encryption, 0, 0,
            ], ct);
        if (encryption == NotSupported)
        {
            await TcpPeer.HoldAsync(stream, ct);
            return;
        }

        await using var carrier = new Carrier(stream);
        await using var tls = new SslStream(carrier);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, ct);
        carrier.Handshaking = false;
        Stream say = encryption == Off ? stream : tls;
        Received.Add(await MessageAsync(tls, ct));
        foreach (var answer in answers[..1])
            await say.WriteAsync(Wire.Hex(answer), ct);
        foreach (var answer in answers.Skip(1))
        {
            Received.Add(await MessageAsync(say, ct));
            await say.WriteAsync(Wire.Hex(answer), ct);
        }

        await TcpPeer.HoldAsync(stream, ct);
    });

    public int Port => _peer.Port;

    /// <summary>The probe's messages, each with its header.</summary>
    public Recorder<byte[]> Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        _certificate.Dispose();
    }

    private static async Task<byte[]> MessageAsync(Stream stream, CancellationToken ct)
    {
        var header = await Wire.ReadAsync(stream, 8, ct);
        return [.. header, .. await Wire.ReadAsync(stream, ((header[2] << 8) | header[3]) - 8, ct)];
    }

    /// <summary>Takes packets off what comes in while hands are shaken, and puts what goes out into small ones.</summary>
    private sealed class Carrier(Stream inner) : MemoryStream
    {
        private const int MostInOnePacket = 500;

        private byte[] _rest = [];

        public bool Handshaking { get; set; } = true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!Handshaking)
                return await inner.ReadAsync(buffer, cancellationToken);
            if (_rest.Length == 0)
            {
                var packet = await MessageAsync(inner, cancellationToken);
                Assert.Equal((0x12, 1), (packet[0], packet[1]));
                _rest = packet[8..];
            }

            var length = Math.Min(buffer.Length, _rest.Length);
            _rest.AsSpan(0, length).CopyTo(buffer.Span);
            _rest = _rest[length..];
            return length;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!Handshaking)
            {
                await inner.WriteAsync(buffer, cancellationToken);
                return;
            }

            foreach (var part in buffer.ToArray().Chunk(MostInOnePacket))
                await inner.WriteAsync((byte[])[0x12, 1, (byte)((part.Length + 8) >> 8), (byte)(part.Length + 8), 0, 0, 0, 0, .. part], cancellationToken);
        }
    }
}
