using FsCheck;
using FsCheck.Fluent;
using Keeper.Agent.Probes.Domain;

namespace Keeper.Agent.Tests.Probes.Domain;

public sealed class DnsCodecTests
{
    [Fact]
    public void Encode_Question_IsWhatTheRfcSays()
    {
        var bytes = new DnsQuery(0x1234, DnsName.Encode("a.test.", out _)!, DnsRecordType.MX).Encode(edns: true);

        Assert.Equal(
            new byte[] { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, (byte)'a', 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 0, 15, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 },
            bytes);
    }

    [Theory]
    [InlineData("a..b", "a label has 0 characters")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.test", "a label has 64 characters")]
    public void EncodeName_BadLabel_SaysWhatIsWrong(string name, string fault)
    {
        Assert.Null(DnsName.Encode(name, out var said));
        Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeName_TooLong_SaysSo()
    {
        Assert.Null(DnsName.Encode(string.Join('.', Enumerable.Repeat("aaaaaaaaa", 26)), out var fault));
        Assert.Contains("takes 261 bytes; allowed are 255", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeName_Umlaut_BecomesPunycode() =>
        Assert.Equal(DnsBytes.Name("xn--bcher-kva.test"), DnsName.Encode("bücher.test", out _));

    public static TheoryData<string, byte[], string> Records => new()
    {
        { "A", [10, 0, 0, 7], "10.0.0.7" },
        { "AAAA", [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], "fd00::5" },
        { "CNAME", DnsBytes.Name("other.test"), "other.test" },
        { "NS", [2, (byte)'n', (byte)'s', 0xC0, DnsBytes.NameAt], "ns.app.test" },
        { "PTR", DnsBytes.Name("host.test"), "host.test" },
        { "MX", [.. DnsBytes.Number(10), .. DnsBytes.Name("mail.test")], "10 mail.test" },
        { "TXT", [3, (byte)'a', (byte)'=', (byte)'1', 2, (byte)';', (byte)'b'], "a=1;b" },
        { "SRV", [0, 1, 0, 2, .. DnsBytes.Number(5432), .. DnsBytes.Name("db.test")], "1 2 5432 db.test" },
        { "SOA", [.. DnsBytes.Name("ns.test"), .. DnsBytes.Name("me.test"), 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4], "ns.test me.test 7 1 2 3 4" },
        { "CAA", [0, 5, (byte)'i', (byte)'s', (byte)'s', (byte)'u', (byte)'e', (byte)'c', (byte)'a'], "0 issue \"ca\"" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Parse_RecordOfEachType_IsText(string typeName, byte[] data, string text)
    {
        var type = Enum.Parse<DnsRecordType>(typeName);
        var query = DnsBytes.Query(type: type);

        var answer = DnsBytes.Parse(query, DnsBytes.Answer(query.Encode(edns: true), 0, DnsBytes.Record((int)type, data)), out var fault);

        Assert.Equal("", fault);
        Assert.Equal(new DnsRecord("app.test", type, 60, text), Assert.Single(answer!.Records));
    }

    public static TheoryData<string, byte[], string> MaliciousRecords => new()
    {
        { "pointer at itself", [0xC0, 26, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4], "points forward or at itself" },
        { "pointer forward", [0xC0, 200, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4], "points forward or at itself" },
        { "two pointers in a ring", [0xC0, 28, 0xC0, 26, 0, 1, 0, 1], "points forward or at itself" },
        { "half a pointer", [0xC0], "beyond the message's end" },
        { "label beyond the end", [60, (byte)'a'], "beyond the message's end" },
        { "unknown label form", [0x80, 0], "unknown form" },
        { "data beyond the end", DnsBytes.Record(1, 1, 2, 3, 4)[..^1], "beyond the message's end" },
        { "data longer than its record", [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 0, 0, 3, 0, 1, 3, (byte)'a', (byte)'b', (byte)'c', 0], "does not fill its 3 bytes" },
        { "text longer than its record", [0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 2, 200, 1], "ends after" },
        { "CAA tag longer than its record", [0xC0, 12, 1, 1, 0, 1, 0, 0, 0, 0, 0, 3, 0, 9, 1], "ends after" },
        { "no record where one was announced", [], "beyond the message's end" },
    };

    [Theory]
    [MemberData(nameof(MaliciousRecords))]
    public void Parse_MaliciousRecord_IsAFault(string what, byte[] record, string fault)
    {
        var query = DnsBytes.Query();

        var answer = DnsBytes.Parse(query, DnsBytes.Answer(query.Encode(edns: true), 0, record), out var said);

        Assert.True(answer is null, what);
        Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ChainOfPointersThatGrowsAName_EndsAtItsLimit()
    {
        // Each record's name is a label of 60 bytes in front of the one before: five of them are too long.
        var query = DnsBytes.Query();
        var label = (byte[])[60, .. Enumerable.Repeat((byte)'x', 60)];
        var records = new List<byte[]>();
        var at = query.Encode(edns: false).Length;
        for (var (i, previous) = (0, DnsBytes.NameAt); i < 5; i++)
        {
            records.Add([.. label, (byte)(0xC0 | (previous >> 8)), (byte)previous, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]);
            previous = at;
            at += records[^1].Length;
        }

        Assert.Null(DnsBytes.Parse(query, DnsBytes.Answer(query.Encode(edns: false), 0, [.. records]), out var fault));
        Assert.Contains("longer than 255 bytes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnotherIdQuestionOrAQuestionItself_IsIgnored()
    {
        var query = DnsBytes.Query();
        var answer = DnsBytes.Answer(query.Encode(edns: false), 0, DnsBytes.Record(1, 1, 2, 3, 4));
        var others = new[] { query with { Id = 1 }, query with { Name = DnsBytes.Name("evil.test") }, query with { Type = DnsRecordType.AAAA } };

        foreach (var other in others)
            Assert.Equal((null, ""), (DnsBytes.Parse(other, answer, out var fault), fault));
        Assert.Null(DnsBytes.Parse(query, query.Encode(edns: false), out _));
        Assert.NotNull(DnsBytes.Parse(query with { Name = DnsBytes.Name("APP.test") }, answer, out _));
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrowsAnythingElse()
    {
        var query = DnsBytes.Query();
        var whole = DnsBytes.Answer(query.Encode(edns: true), 0, DnsBytes.Record(15, [.. DnsBytes.Number(1), .. DnsBytes.Name("m.test")]), DnsBytes.Record(6, 0xC0, 12, 0xC0, 12));
        Prop
            .ForAll<byte[], int>((noise, at) =>
            {
                var message = (byte[])whole.Clone();
                for (var i = 0; i < noise.Length; i++)
                    message[NameOffset(at, i, message.Length)] = noise[i];
                _ = DnsBytes.Parse(query, message, out _);
                _ = DnsBytes.Parse(query, [.. query.Encode(edns: false)[..4], .. noise], out _);
            })
            .QuickCheckThrowOnFailure();
    }

    private static int NameOffset(int at, int i, int length) => 12 + (int)(((uint)at + (uint)(i * 7)) % (uint)(length - 12));
}
