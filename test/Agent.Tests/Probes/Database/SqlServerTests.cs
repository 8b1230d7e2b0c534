using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against a peer that says bytes of [MS-TDS]; they were put together by another program than the one under test.</summary>
public sealed class SqlServerTests
{
    private const string Password = "s3cret-of-mssql";

    /// <summary>2.2.6.5: version, encryption, instance, thread; the version is 0, the encryption is what the probe wishes.</summary>
    private const string PreLogin = "12 01 0029 0000 01 00  00 0015 0006  01 001B 0001  02 001C 0001  03 001D 0004  FF  000000000000 (wish) 00 00000000";

    /// <summary>2.2.6.4: user probe, database shop, the password's bytes turned and mixed with A5.</summary>
    private const string Login = """
        C4000000 04000074 00100000 00000000 00000000 00000000 E0030000 00000000 00000000 5E000600 6A000500 74000F00 92000600
        9E000900 B0000000 B0000600 BC000000 BC000400 00000000 0000C400 0000C400 0000C400 00000000 00006B00 65006500 70006500
        72007000 72006F00 62006500 92A596A5 93A582A5 F3A5E2A5 77A553A5 C3A577A5 73A592A5 92A5B2A5 63A56B00 65006500 70006500
        72003100 32003700 2E003000 2E003000 2E003100 6B006500 65007000 65007200 73006800 6F007000
        """;

    /// <summary>2.2.7: ENVCHANGE of the database, INFO, LOGINACK of Microsoft SQL Server 16.0.4100, DONE.</summary>
    private const string Accepted = """
        04010089 00370100 E3170001 04730068 006F0070 00066D00 61007300 74006500 7200AB1E 00451600 00020005 00680065 006C006C
        006F0003 64006200 31000001 000000AD 36000174 00000416 4D006900 63007200 6F007300 6F006600 74002000 53005100 4C002000
        53006500 72007600 65007200 00000000 10001004 FD000000 00000000 00000000 00
        """;

    /// <summary>2.2.7.10: ERROR 18456 and DONE.</summary>
    private const string Refused = """
        04010068 00370100 AA500018 48000001 0E1E004C 006F0067 0069006E 00200066 00610069 006C0065 00640020 0066006F 00720020
        00750073 00650072 00200027 00700072 006F0062 00650027 002E0003 64006200 31000001 000000FD 02000000 00000000 00000000
        """;

    /// <summary>ERROR 245, whose text has the password.</summary>
    private const string Echo = """
        04010094 00370100 AA7C00F5 00000001 0E340043 006F006E 00760065 00720073 0069006F 006E0020 00660061 0069006C 00650064
        00200077 00680065 006E0020 0063006F 006E0076 00650072 00740069 006E0067 00200027 00730033 00630072 00650074 002D006F
        0066002D 006D0073 00730071 006C0027 002E0003 64006200 31000001 000000FD 02000000 00000000 00000000
        """;

    /// <summary>COLMETADATA of id intn(4), name nvarchar(50), price decimal(10,2); ROW (7, bolt, 19.99); NBCROW (8, NULL, NULL); DONE.</summary>
    private const string Rows = """
        0401006E 00370100 81030000 00000009 00260402 69006400 00000000 0900E764 000904D0 0034046E 0061006D 00650000 00000009
        006A110A 02057000 72006900 63006500 D1040700 00000800 62006F00 6C007400 0501CF07 0000D206 04080000 00FD1000 C1000200
        00000000 0000
        """;

    /// <summary>COLMETADATA of an int without a name; ROW 1; DONE.</summary>
    private const string One = "04010025 00370100 81010000 00000009 003800D1 01000000 FD1000C1 00010000 00000000 00";

    private const string Done = "04010015 00370100 FD000000 00000000 00000000 00";

    /// <summary>2.2.6.7 with the headers of 2.2.5.3.2: SELECT 1.</summary>
    private const string SelectOne = "0101002E 00000100 16000000 12000000 02000000 00000000 00000100 00005300 45004C00 45004300 54002000 3100";

    private static readonly DatabaseExecutorFactory Factory = new();

    [Theory]
    [InlineData(SqlServerPeer.Off, false, "00")]
    [InlineData(SqlServerPeer.On, false, "00")]
    [InlineData(SqlServerPeer.On, true, "01")]
    public async Task Run_NoQuery_LogsInAndSelectsOne(byte encryption, bool tls, string wish)
    {
        await using var peer = new SqlServerPeer(encryption, Accepted, One);

        var result = await RunAsync(peer, tls: tls, insecure: tls);

        Assert.Equal((Outcome.Success, $"SQL Server at 127.0.0.1:{peer.Port} answers"), (result.Outcome, result.Message));
        Assert.Equal("server: Microsoft SQL Server 16.0.4100\n", result.Output);
        Assert.Equal(["connect", "dns", "handshake", "login", "query", "tls"], result.Phases!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Wire.Hex(PreLogin.Replace("(wish)", wish, StringComparison.Ordinal)), peer.Received.Items[0]);
        Assert.Equal([0x10, 1, .. Wire.Hex("00CC 0000 01 00"), .. Wire.Hex(Login)], peer.Received.Items[1]);
        Assert.Equal(Wire.Hex(SelectOne), peer.Received.Items[2]);
    }

    [Fact]
    public async Task Run_Query_BringsRowsAndValueInATransactionThatIsNotCommitted()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off, Accepted, Done, Rows);

        var result = await RunAsync(peer, query: "SELECT id, name, price FROM things", expect: new { rows = new { atLeast = 2, atMost = 2 }, value = "^7$" });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal((2d, 7d), (result.Values!["rows"], result.Values["value"]));
        Assert.Equal("SET IMPLICIT_TRANSACTIONS ON; SET LOCK_TIMEOUT 10000", System.Text.Encoding.Unicode.GetString(peer.Received.Items[2].AsSpan(30)));
    }

    [Fact]
    public async Task Run_OtherValue_FailsTheExpectation()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off, Accepted, Done, Rows);

        Assert.Equal("expected: value matches /^8$/; found: '7'", (await RunAsync(peer, query: "SELECT 1", expect: "^8$")).Message);
    }

    [Fact]
    public async Task Run_RefusedLogin_IsToldFromTheHandshake()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off, Refused);

        var result = await RunAsync(peer);

        Assert.Equal((Outcome.TargetFailed, "login: Login failed for user 'probe'. (18456)"), (result.Outcome, result.Message));
        Assert.Equal([true, true, true, true, false], result.Assertions.Select(a => a.Passed));
    }

    [Fact]
    public async Task Run_ErrorThatEchoesThePassword_HidesIt()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off, Accepted, Done, Echo);

        var result = await RunAsync(peer, query: "SELECT 1");

        Assert.Equal("query: Conversion failed when converting '(secret)'. (245)", result.Message);
        Assert.DoesNotContain(Password, string.Join('\n', result.Assertions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Tls_JudgesTheCertificate()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.On, Accepted, One);

        Assert.StartsWith(
            $"TLS: the certificate of 127.0.0.1:{peer.Port} is not good: its issuer is not trusted", (await RunAsync(peer, tls: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqlServerPeer.NotSupported, false)]
    [InlineData(SqlServerPeer.Off, true)]
    public async Task Run_ServerThatDoesNotEncrypt_GetsNoLogin(byte encryption, bool tls)
    {
        await using var peer = new SqlServerPeer(encryption);

        var result = await RunAsync(peer, tls: tls, insecure: tls);

        Assert.EndsWith("the server does not encrypt, and no login goes out in clear text", result.Message, StringComparison.Ordinal);
        Assert.Single(peer.Received.Items);
    }

    [Fact]
    public async Task Run_NoUser_IsAliveWithoutALogin()
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off);

        var result = await Probe.RunAsync(Factory, new { engine = "sqlserver", host = "127.0.0.1", port = peer.Port }).Within("the probe");

        Assert.Equal(
            (Outcome.Success, $"SQL Server at 127.0.0.1:{peer.Port} is alive; it answers the pre-login, and no login was given"), (result.Outcome, result.Message));
        Assert.Equal("server: SQL Server 16.0.4100\n", result.Output);
    }

    [Theory]
    [InlineData("04 01 000A 0000 01 00 77 00", "query: the server's answer has a token 0x77, which this probe does not know")]
    [InlineData("04 01 0012 0000 01 00 81 0100 00000000 0900 EE", "query: the query brings a column of type 0xEE, which this probe does not read; convert it in the query")]
    [InlineData("04 01 000B 0000 01 00 81 FF 1F", "query: the query brings 8191 columns; SQL Server has at most 4096")]
    [InlineData("04 01 000A 0000 01 00 AA FF", "query: the server's answer ends in the middle")]
    [InlineData("05 01 000A 0000 01 00 AA FF", "query: this is no SQL Server: it says")]
    [InlineData("04 01 0013 0000 01 00 E3 0800 14 050000000000 00", "query: the server hands its clients on to another; probe that one")]
    public async Task Run_OddAnswer_SaysWhatIsOdd(string answer, string message)
    {
        await using var peer = new SqlServerPeer(SqlServerPeer.Off, Accepted, answer);

        Assert.StartsWith(message, (await RunAsync(peer)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24 10", "10 33221100 5544 7766 8899AABBCCDDEEFF", "(a value of type 0x24; convert it in the query)")]
    [InlineData("30", "FF", "255")]
    [InlineData("34", "FEFF", "-2")]
    [InlineData("32", "01", "1")]
    [InlineData("7F", "FFFFFFFFFFFFFF7F", "9223372036854775807")]
    [InlineData("26 08", "08 FEFFFFFFFFFFFFFF", "-2")]
    [InlineData("68 01", "01 00", "0")]
    [InlineData("3E", "000000000000F83F", "1.5")]
    [InlineData("6D 04", "04 0000C03F", "1.5")]
    [InlineData("3C", "00000000 40E20100", "12.3456")]
    [InlineData("6E 04", "04 C01DFEFF", "-12.3456")]
    [InlineData("6C 11 0A 03", "05 00 05000000", "-0.005")]
    [InlineData("A7 0A00 0904D00034", "0200 6869", "hi")]
    [InlineData("E7 FFFF 0904D00034", "0400000000000000 02000000 6800 02000000 6900 00000000", "hi")]
    [InlineData("63 FFFFFF7F 0904D00034 01 0100 7400", "10 00000000000000000000000000000000 0000000000000000 04000000 68006900", "hi")]
    public async Task Run_Value_IsShownAsText(string type, string value, string shown)
    {
        var tokens = Wire.Hex($"81 0100 00000000 0900 {type} 00 D1 {value} FD 1000 C100 0100000000000000");
        await using var peer = new SqlServerPeer(
            SqlServerPeer.Off, Accepted, Done, $"04 01 {tokens.Length + 8:X4} 0000 01 00 {Convert.ToHexString(tokens)}");

        var result = await RunAsync(peer, query: "SELECT x FROM things");

        Assert.Equal($"server: Microsoft SQL Server 16.0.4100\nrows: 1\nvalue: {shown}\n", result.Output);
    }

    private static Task<TaskResult> RunAsync(SqlServerPeer peer, string? query = null, object? expect = null, bool tls = false, bool insecure = false) => Probe.RunAsync(
        Factory,
        new { engine = "sqlserver", host = "127.0.0.1", port = peer.Port, user = "probe", password = Password, database = "shop", query, expect, tls, insecure }).Within("the probe");
}
