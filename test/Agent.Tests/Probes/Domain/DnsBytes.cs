using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Keeper.Agent.Probes.Domain;

namespace Keeper.Agent.Tests.Probes.Domain;

/// <summary>Answers written byte by byte, independent of the code under test.</summary>
internal static class DnsBytes
{
    public const int NameAt = 12;

    /// <summary>An answer to a question as it came in: same id and question, then the given records.</summary>
    public static byte[] Answer(byte[] question, int flags, params byte[][] records)
    {
        var end = EndOfQuestion(question);
        var answer = new List<byte>(question[..end]);
        answer[2] = (byte)(0x80 | (flags >> 8));
        answer[3] = (byte)flags;
        answer[6] = (byte)(records.Length >> 8);
        answer[7] = (byte)records.Length;
        (answer[10], answer[11]) = (0, 0);
        foreach (var record in records)
            answer.AddRange(record);
        return [.. answer];
    }

    /// <summary>A record whose name points at the question's.</summary>
    public static byte[] Record(int type, params byte[] data) =>
        [0xC0, NameAt, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    public static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    /// <summary>The question with its answer being read, as the client does it.</summary>
    public static DnsAnswer? Parse(DnsQuery query, byte[] message, out string fault) => DnsAnswer.Parse(message, query, out fault);

    public static DnsQuery Query(string name = "app.test", DnsRecordType type = DnsRecordType.A) => new(0x1234, Name(name), type);

    /// <summary>A message as TCP carries it, behind its length.</summary>
    public static byte[] Framed(byte[] message) => [.. Number(message.Length), .. message];

    /// <summary>A DNS server that gets one question of each TCP connection.</summary>
    public static TcpPeer TcpServer(Func<NetworkStream, byte[], CancellationToken, Task> answer) => new(async (stream, ct) =>
    {
        var prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, ct);
        var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(question, ct);
        await answer(stream, question, ct);
    });

    public static bool HasEdns(byte[] question) => BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(10)) == 1;

    private static int EndOfQuestion(byte[] question)
    {
        var at = NameAt;
        while (question[at] != 0)
            at += question[at] + 1;
        return at + 5;
    }
}
