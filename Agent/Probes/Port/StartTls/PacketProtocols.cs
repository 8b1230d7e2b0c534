using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text;

namespace Keeper.Agent.Probes.Port.StartTls;

/// <summary>Protocols of packets: PostgreSQL's SSLRequest, MySQL's SSL request packet, LDAP (RFC 4511, 4.14).</summary>
internal static class PacketProtocols
{
    private const int PostgreSqlRequestCode = 80877103;
    private const byte MySqlProtocol = 10;
    private const byte MySqlError = 0xFF;
    private const int MySqlSpeaks41 = 0x0200;
    private const int MySqlTls = 0x0800;
    private const int MySqlSecureConnection = 0x8000;
    private const int MySqlMaxPacket = 1 << 24;
    private const byte MySqlUtf8 = 45;

    public static async Task PostgreSqlAsync(PlainTalk talk, CancellationToken ct)
    {
        var request = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(request, request.Length);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4), PostgreSqlRequestCode);
        await talk.SayAsync(request, ct);
        switch ((await talk.TakeAsync(1, ct)).Span[0])
        {
            case (byte)'S':
                return;
            case (byte)'N':
                throw talk.Fault("it does not offer TLS");
            case var other:
                throw talk.Refused("S or N", ((char)other).ToString());
        }
    }

    public static async Task MySqlAsync(PlainTalk talk, CancellationToken ct)
    {
        var head = (await talk.TakeAsync(4, ct)).ToArray();
        var length = head[0] | (head[1] << 8) | (head[2] << 16);
        if (length is < 4 or > PlainTalk.MaxBytes / 2)
            throw talk.Fault($"it begins with a packet of {length} bytes, which is no greeting");
        var greeting = (await talk.TakeAsync(length, ct)).ToArray();
        if (greeting[0] == MySqlError)
            throw talk.Refused("a greeting", Encoding.UTF8.GetString(greeting.AsSpan(3)));
        // Protocol, version as text that ends with a zero, thread, eight bytes of a challenge and a zero; then what it can.
        var at = 1 + greeting.AsSpan(1).IndexOf((byte)0) + 1 + 4 + 9;
        if (greeting[0] != MySqlProtocol || at < 15 || at + 2 > greeting.Length)
            throw talk.Fault("its greeting is not understood");
        if ((BinaryPrimitives.ReadUInt16LittleEndian(greeting.AsSpan(at)) & MySqlTls) == 0)
            throw talk.Fault("it does not offer TLS");
        var request = new byte[4 + 32];
        (request[0], request[3]) = (32, (byte)(head[3] + 1));
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), MySqlSpeaks41 | MySqlTls | MySqlSecureConnection);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(8), MySqlMaxPacket);
        request[12] = MySqlUtf8;
        await talk.SayAsync(request, ct);
    }

    public static async Task LdapAsync(PlainTalk talk, CancellationToken ct)
    {
        // Message 1: the extended request 1.3.6.1.4.1.1466.20037.
        await talk.SayAsync((byte[])[0x30, 0x1D, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16, .. "1.3.6.1.4.1.1466.20037"u8], ct);
        var head = (await talk.TakeAsync(2, ct)).ToArray();
        var more = head[1] < 0x80 ? [] : head[1] is 0x81 or 0x82 ? (await talk.TakeAsync(head[1] - 0x80, ct)).ToArray() : throw talk.Fault("its answer is not understood");
        var length = more.Aggregate(head[1] < 0x80 ? head[1] : 0, (all, next) => (all << 8) | next);
        if (head[0] != 0x30 || length > PlainTalk.MaxBytes / 2)
            throw talk.Fault("its answer is not understood");
        var body = (await talk.TakeAsync(length, ct)).ToArray();
        try
        {
            var message = new AsnReader(body, AsnEncodingRules.BER);
            message.ReadInteger();
            var answer = message.ReadSequence(new Asn1Tag(TagClass.Application, 24, isConstructed: true));
            var code = answer.ReadEnumeratedBytes().Span[^1];
            answer.ReadOctetString();
            if (code != 0)
                throw talk.Fault($"it does not start TLS: result {code}, {Excerpts.Of(Encoding.UTF8.GetString(answer.ReadOctetString()))}");
        }
        catch (AsnContentException e)
        {
            throw talk.Fault($"its answer is not understood: {e.Message}");
        }
    }
}
