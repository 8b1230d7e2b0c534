using System.Net;
using System.Text;

namespace Keeper.Agent.Probes.Domain;

/// <summary>The data of records in the form of a zone file.</summary>
internal static class DnsData
{
    public static string Render(ref DnsReader reader, DnsRecordType type, int length) => type switch
    {
        DnsRecordType.A when length == 4 => new IPAddress(reader.Take(4)).ToString(),
        DnsRecordType.AAAA when length == 16 => new IPAddress(reader.Take(16)).ToString(),
        DnsRecordType.CNAME or DnsRecordType.NS or DnsRecordType.PTR => reader.ReadName(),
        DnsRecordType.MX => $"{reader.ReadUInt16()} {reader.ReadName()}",
        DnsRecordType.SRV => $"{reader.ReadUInt16()} {reader.ReadUInt16()} {reader.ReadUInt16()} {reader.ReadName()}",
        DnsRecordType.SOA => $"{reader.ReadName()} {reader.ReadName()} {reader.ReadUInt32()} {reader.ReadUInt32()} "
            + $"{reader.ReadUInt32()} {reader.ReadUInt32()} {reader.ReadUInt32()}",
        DnsRecordType.TXT => Text(ref reader, length),
        DnsRecordType.CAA => Authority(ref reader, length),
        _ => Convert.ToHexStringLower(reader.Take(length)),
    };

    /// <summary>One text may be cut into strings of 255 bytes; people mean the whole.</summary>
    private static string Text(ref DnsReader reader, int length)
    {
        var text = new MemoryStream();
        var end = reader.Position + length;
        while (reader.Position < end)
            text.Write(reader.Take(reader.ReadByte()));
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static string Authority(ref DnsReader reader, int length)
    {
        var flags = reader.ReadByte();
        var tagLength = reader.ReadByte();
        var tag = Encoding.ASCII.GetString(reader.Take(tagLength));
        return $"{flags} {tag} \"{Encoding.UTF8.GetString(reader.Take(length - 2 - tagLength))}\"";
    }
}
