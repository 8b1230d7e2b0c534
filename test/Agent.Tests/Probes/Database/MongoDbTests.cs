using System.Buffers.Binary;
using System.Text;
using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>
/// Against a peer that says documents as bsonspec.org (version 1.1) has them, in OP_MSG of the MongoDB manual's page
/// "MongoDB Wire Protocol".
/// </summary>
public sealed class MongoDbTests
{
    private const string Password = "s3cret-of-mongo";

    /// <summary>isWritablePrimary: true, topologyVersion {processId, counter}, localTime, maxWireVersion: 21, readOnly: false, ok: 1.0</summary>
    private const string Primary = """
        95000000 08 69735772697461626C655072696D617279 00 01
        03 746F706F6C6F677956657273696F6E 00 2D000000 07 70726F636573734964 00 000102030405060708090A0B 12 636F756E746572 00 0600000000000000 00
        09 6C6F63616C54696D65 00 0068E5CF8B010000 10 6D61785769726556657273696F6E 00 15000000 08 726561644F6E6C79 00 00
        01 6F6B 00 000000000000F03F 00
        """;

    /// <summary>hosts: ["a:27017"], setName: "rs0", isWritablePrimary: false, secondary: true, maxWireVersion: 21, ok: 1.0</summary>
    private const string Secondary = """
        71000000 04 686F737473 00 14000000 02 30 00 08000000 613A323730313700 00 02 7365744E616D65 00 04000000 72733000
        08 69735772697461626C655072696D617279 00 00 08 7365636F6E64617279 00 01 10 6D61785769726556657273696F6E 00 15000000
        01 6F6B 00 000000000000F03F 00
        """;

    /// <summary>setName: "rs0", isWritablePrimary: false, secondary: false, maxWireVersion: 21, ok: 1.0</summary>
    private const string Recovering = """
        56000000 02 7365744E616D65 00 04000000 72733000 08 69735772697461626C655072696D617279 00 00 08 7365636F6E64617279 00 00
        10 6D61785769726556657273696F6E 00 15000000 01 6F6B 00 000000000000F03F 00
        """;

    /// <summary>isWritablePrimary: true, msg: "isdbgrid", maxWireVersion: 21, ok: 1.0</summary>
    private const string Router = """
        4B000000 08 69735772697461626C655072696D617279 00 01 02 6D7367 00 09000000 6973646267726964 00
        10 6D61785769726556657273696F6E 00 15000000 01 6F6B 00 000000000000F03F 00
        """;

    /// <summary>ok: 1.0</summary>
    private const string Ok = "11000000 01 6F6B 00 000000000000F03F 00";

    /// <summary>ok: 0.0, errmsg: "Authentication failed.", code: 18</summary>
    private const string Refused = """
        3E000000 01 6F6B 00 0000000000000000 02 6572726D7367 00 17000000 41757468656E7469636174696F6E206661696C65642E00
        10 636F6465 00 12000000 00
        """;

    private static readonly DatabaseExecutorFactory Factory = new();

    [Theory]
    [InlineData(Primary, "primary", "MongoDB, wire version 21")]
    [InlineData(Secondary, "replica", "MongoDB, wire version 21, replica set rs0")]
    [InlineData(Router, "primary", "MongoDB router, wire version 21")]
    public async Task Run_ServerThatServes_TellsItsRole(string hello, string role, string server)
    {
        await using var peer = Peer(hello, Ok);

        var result = await RunAsync(peer, new { role });

        Assert.Equal((Outcome.Success, $"MongoDB at 127.0.0.1:{peer.Port} answers and is {role}"), (result.Outcome, result.Message));
        Assert.Equal($"server: {server}\nrole: {role}\n", result.Output);
    }

    [Fact]
    public async Task Run_Hello_IsWrittenAsTheManualHasIt()
    {
        var asked = Array.Empty<byte>();
        await using var peer = new TcpPeer(async (stream, ct) => asked = await Wire.ReadAsync(stream, 0x34, ct));

        await RunAsync(peer);

        Assert.Equal(Wire.Hex("34000000 01000000 00000000 DD070000 00000000 00 1F000000 10 68656C6C6F 00 01000000 02 246462 00 06000000 61646D696E00 00"), asked);
    }

    [Fact]
    public async Task Run_Secondary_IsNotThePrimary()
    {
        await using var peer = Peer(Secondary, Ok);

        Assert.Equal("expected: is primary; found: replica", (await RunAsync(peer, new { role = "primary" })).Message);
    }

    [Fact]
    public async Task Run_MemberThatRecovers_IsNotUp()
    {
        await using var peer = Peer(Recovering, Ok);

        var result = await RunAsync(peer);

        Assert.Equal(
            (Outcome.TargetFailed, "query: the server is a member of 'rs0' that starts, recovers or was removed: it takes neither writes nor reads"),
            (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_User_LogsInByScram()
    {
        var scram = new ScramServer(Password);
        await using var peer = Peer(Primary, new Part(request => Payload(scram.First(SaidIn(request)), done: false)), new Part(request => Payload(scram.Final(SaidIn(request)), done: true)), Ok);

        var result = await RunAsync(peer, user: "probe");

        Assert.Equal((Outcome.Success, true), (result.Outcome, scram.Proved));
        Assert.Contains(new Assertion("takes the login", true, "as 'probe'"), result.Assertions);
    }

    [Fact]
    public async Task Run_WrongPassword_FailsTheLogin()
    {
        var scram = new ScramServer("another");
        await using var peer = Peer(Primary, new Part(request => Payload(scram.First(SaidIn(request)), done: false)), Refused);

        var result = await RunAsync(peer, user: "probe");

        Assert.Equal((Outcome.TargetFailed, "login: Authentication failed. (18)"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_ServerThatDoesNotKnowThePassword_IsNotTrusted()
    {
        var scram = new ScramServer("another");
        await using var peer = Peer(Primary, new Part(request => Payload(scram.First(SaidIn(request)), done: false)), new Part(request => Payload(scram.Final(SaidIn(request)), done: true)));

        Assert.Equal("login: the server does not prove that it knows the password", (await RunAsync(peer, user: "probe")).Message);
    }

    [Theory]
    [InlineData("FFFFFF7F 01 00", "handshake: the server's message ends in the middle, or is longer than this probe takes")]
    [InlineData("00000000 00", "handshake: the server's message ends in the middle, or is longer than this probe takes")]
    [InlineData("09000000 99 6100 00 00", "handshake: the server's answer has a value of type 153, which BSON does not have")]
    [InlineData("0C000000 02 6100 FFFFFFFF 00", "handshake: the server's message ends in the middle, or is longer than this probe takes")]
    public async Task Run_DocumentThatIsNone_FailsTheHandshake(string document, string message)
    {
        await using var peer = Peer(document);

        Assert.Equal(message, (await RunAsync(peer)).Message);
    }

    private static Task<TaskResult> RunAsync(TcpPeer peer, object? expect = null, string? user = null) => Probe.RunAsync(
        Factory, new { engine = "mongodb", host = "127.0.0.1", port = peer.Port, user, password = user is null ? null : Password, expect }).Within("the probe");

    /// <summary>Answers one request after the other with these documents.</summary>
    private static TcpPeer Peer(params Part[] answers) => new(async (stream, ct) =>
    {
        foreach (var answer in answers)
        {
            var length = await Wire.ReadAsync(stream, 4, ct);
            var request = await Wire.ReadAsync(stream, BinaryPrimitives.ReadInt32LittleEndian(length) - 4, ct);
            byte[] document = answer.Of(request);
            var reply = new byte[21 + document.Length];
            BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
            request.AsSpan(0, 4).CopyTo(reply.AsSpan(8)); // responseTo
            Wire.Hex("DD070000 00000000 00").CopyTo(reply, 12);
            document.CopyTo(reply, 21);
            await stream.WriteAsync(reply, ct);
        }

        await TcpPeer.HoldAsync(stream, ct);
    });

    /// <summary>The SCRAM message in a request: what begins with "n,," or "c=" up to the zero of the type that follows.</summary>
    private static string SaidIn(byte[] request)
    {
        var text = Encoding.Latin1.GetString(request);
        var at = text.IndexOf("payload\0", StringComparison.Ordinal) + 8;
        return text.Substring(at + 5, BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(at)));
    }

    /// <summary>conversationId: 1, done, payload, ok: 1.0</summary>
    private static byte[] Payload(string said, bool done)
    {
        byte[] inner =
        [
            .. Wire.Hex("10 636F6E766572736174696F6E4964 00 01000000 08 646F6E65 00"), (byte)(done ? 1 : 0),
            .. Wire.Hex("05 7061796C6F6164 00"), (byte)said.Length, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(said), .. Wire.Hex("01 6F6B 00 000000000000F03F 00"),
        ];
        return [(byte)((inner.Length + 4) & 0xFF), (byte)((inner.Length + 4) >> 8), 0, 0, .. inner];
    }

    private sealed record Part(Func<byte[], byte[]> Of)
    {
        public static implicit operator Part(string hex) => new(_ => Wire.Hex(hex));
    }
}
