using System.Buffers.Binary;

namespace Keeper.Agent.Probes.Domain;

/// <summary>A record, its data as text.</summary>
internal sealed record DnsRecord(string Name, DnsRecordType Type, uint TimeToLive, string Data);

/// <summary>What a server answered to a <see cref="DnsQuery"/>.</summary>
internal sealed record DnsAnswer(int Code, bool Truncated, IReadOnlyList<DnsRecord> Records)
{
    public const int NoError = 0;
    public const int FormatError = 1;

    private const int MaxRecords = 500;
    private const int HeaderLength = 12;

    /// <summary>The answer's code in words.</summary>
    public string CodeText => Code switch
    {
        NoError => "NOERROR",
        FormatError => "FORMERR: the server does not understand the question",
        2 => "SERVFAIL: the server failed",
        3 => "NXDOMAIN: the name does not exist",
        4 => "NOTIMP: the server does not do this",
        5 => "REFUSED: the server refuses to answer this",
        _ => $"error code {Code}",
    };

    /// <summary>
    /// Reads a message that came from the server. Not an answer to this very question (another id, another question):
    /// <see langword="null"/> with an empty fault, to be ignored. Broken: <see langword="null"/> with the fault.
    /// </summary>
    public static DnsAnswer? Parse(ReadOnlySpan<byte> message, DnsQuery query, out string fault)
    {
        fault = "";
        if (message.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message) != query.Id || (message[2] & 0x80) == 0)
            return null;
        var code = message[3] & 0x0F;
        var truncated = (message[2] & 0x02) != 0;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        // Some servers leave the question out of an error.
        if (questions == 0 && code != NoError)
            return new(code, truncated, []);
        try
        {
            var reader = new DnsReader(message, HeaderLength);
            if (questions != 1 || !reader.IsQuestion(query))
                return null;
            return new(code, truncated, truncated ? [] : ReadRecords(ref reader, Math.Min((int)count, MaxRecords)));
        }
        catch (FormatException e)
        {
            fault = e.Message;
            return null;
        }
    }

    private static List<DnsRecord> ReadRecords(ref DnsReader reader, int count)
    {
        var records = new List<DnsRecord>();
        for (var i = 0; i < count; i++)
            records.Add(reader.ReadRecord());
        return records;
    }
}
