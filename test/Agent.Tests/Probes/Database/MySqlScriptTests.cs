using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>
/// What MariaDB does not do, against a peer that says the bytes of the MySQL manual's chapters "Protocol::HandshakeV10",
/// "Protocol::AuthSwitchRequest" and "caching_sha2_password Information".
/// </summary>
public sealed class MySqlScriptTests
{
    private const string Password = "s3cret-of-mysql";

    /// <summary>Version 8.0.36, connection 8, salt ABCDEFGH… (20 bytes), TLS, utf8mb4, autocommit, caching_sha2_password.</summary>
    private static readonly byte[] Greeting = Wire.Hex("""
        4A 00 00 00  0A  38 2E 30 2E 33 36 00  08 00 00 00  41 42 43 44 45 46 47 48  00
        FF FF  FF  02 00  FF DF  15  00 00 00 00 00 00 00 00 00 00  49 4A 4B 4C 4D 4E 4F 50 51 52 53 54  00
        63 61 63 68 69 6E 67 5F 73 68 61 32 5F 70 61 73 73 77 6F 72 64 00
        """);

    /// <summary>SHA256(password) XOR SHA256(SHA256(SHA256(password)) + salt), worked out with another program.</summary>
    private static readonly byte[] Proof = Wire.Hex("64FFF3C70D1073D3D09A7B4E1853F2B357ACEA79FB03E99850CE5F03A302CB76");

    private static readonly DatabaseExecutorFactory Factory = new();

    [Fact]
    public async Task Run_PasswordThatTheServerRemembers_IsProvedByItsHash()
    {
        var login = Array.Empty<byte>();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            login = await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("02 00 00 02  01 03   07 00 00 03  00 00 00 02 00 00 00"), ct); // fast_auth_success, OK
            Assert.Equal([14], await ReadAsync(stream, ct));
            await stream.WriteAsync(Wire.Hex("07 00 00 01  00 00 00 02 00 00 00"), ct);
        });

        var result = await RunAsync(peer);

        Assert.Equal((Outcome.Success, $"MySQL at 127.0.0.1:{peer.Port} answers"), (result.Outcome, result.Message));
        Assert.Equal("server: 8.0.36\n", result.Output);
        Assert.Equal([.. "probe\0 "u8, .. Proof, .. "caching_sha2_password\0"u8], login[32..]);
    }

    [Fact]
    public async Task Run_FullAuthenticationWithoutTls_EncryptsThePasswordForTheServersKey()
    {
        using var rsa = RSA.Create(2048);
        var sent = Array.Empty<byte>();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("02 00 00 02  01 04"), ct); // perform_full_authentication
            Assert.Equal([2], await ReadAsync(stream, ct)); // request_public_key
            var key = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
            await stream.WriteAsync((byte[])[(byte)((key.Length + 1) & 0xFF), (byte)((key.Length + 1) >> 8), 0, 4, 1, .. key], ct);
            sent = rsa.Decrypt(await ReadAsync(stream, ct), RSAEncryptionPadding.OaepSHA1);
            await stream.WriteAsync(Wire.Hex("07 00 00 06  00 00 00 02 00 00 00"), ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("07 00 00 01  00 00 00 02 00 00 00"), ct);
        });

        var result = await RunAsync(peer);

        Assert.Equal(Outcome.Success, result.Outcome);
        var salt = "ABCDEFGHIJKLMNOPQRST"u8.ToArray();
        Assert.Equal(Password + "\0", Encoding.UTF8.GetString([.. sent.Select((b, i) => (byte)(b ^ salt[i % 20]))]));
    }

    [Fact]
    public async Task Run_FullAuthenticationOverTls_SendsThePasswordInside()
    {
        using var certificate = Certificates.SelfSigned("127.0.0.1");
        var sent = Array.Empty<byte>();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            Assert.Equal(32, (await ReadAsync(stream, ct)).Length); // SSLRequest
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
            await ReadAsync(tls, ct);
            await tls.WriteAsync(Wire.Hex("02 00 00 03  01 04"), ct);
            sent = await ReadAsync(tls, ct);
            await tls.WriteAsync(Wire.Hex("07 00 00 05  00 00 00 02 00 00 00"), ct);
            await ReadAsync(tls, ct);
            await tls.WriteAsync(Wire.Hex("07 00 00 01  00 00 00 02 00 00 00"), ct);
        });

        var result = await RunAsync(peer, tls: true);

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Contains("tls", result.Phases!.Keys);
        Assert.Equal(Password + "\0", Encoding.UTF8.GetString(sent));
    }

    [Theory]
    [InlineData("02 00 00 02 01 04", "01 00 00 04 07", "login: the server's answer to the login is none that MySQL has")]
    [InlineData("02 00 00 02 01 04", "04 00 00 04 01 61 62 63", "login: the server's public key is none, or too short for the password")]
    [InlineData("0E 00 00 02 FE 73 68 61 32 35 36 5F 6F 6C 64 00 41 00", "", "login: the server asks for authentication by 'sha256_old', which this agent does not speak without TLS")]
    [InlineData("17 00 00 02 FF 15 04 23 32 38 30 30 30 41 63 63 65 73 73 20 64 65 6E 69 65 64 21", "", "login: Access denied! (1045)")]
    public async Task Run_OddLogin_SaysWhatTheServerSaid(string answer, string then, string message)
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex(answer), ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex(then), ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        var result = await RunAsync(peer);

        Assert.Equal((Outcome.TargetFailed, message), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData("17 00 00 00 FF 10 04 54 6F 6F 20 6D 61 6E 79 20 63 6F 6E 6E 65 63 74 69 6F 6E 73", "handshake: Too many connections (1040)")]
    [InlineData("05 00 00 00 09 33 2E 32 00", "handshake: this is no MySQL of protocol version 10: it says ' 3.2 '")]
    [InlineData("05 00 00 00 0A 38 2E 30 00", "handshake: the server's message ends in the middle, or is longer than this probe takes")]
    public async Task Run_OddGreeting_FailsTheHandshake(string greeting, string message)
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Wire.Hex(greeting), ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        Assert.Equal(message, (await RunAsync(peer)).Message);
    }

    [Fact]
    public async Task Run_ServerThatAsksForAFile_GetsNone()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("07 00 00 02  00 00 00 02 00 00 00"), ct);
            for (var i = 0; i < 2; i++)
            {
                await ReadAsync(stream, ct);
                await stream.WriteAsync(Wire.Hex("07 00 00 01  00 00 00 02 00 00 00"), ct);
            }

            await ReadAsync(stream, ct);
            await stream.WriteAsync((byte[])[12, 0, 0, 1, 0xFB, .. "/etc/passwd"u8], ct); // Protocol::LOCAL INFILE Request
            await TcpPeer.HoldAsync(stream, ct);
        });

        var result = await RunAsync(peer, query: "SELECT 1");

        Assert.Equal("query: the statement makes the server ask for a file of this host, which it does not get", result.Message);
    }

    [Fact]
    public async Task Run_SilentAfterTheLogin_TimesOutInTheQuery()
    {
        var asked = new Signal();
        var time = new ManualTimeProvider();
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("07 00 00 02  00 00 00 02 00 00 00"), ct);
            await ReadAsync(stream, ct);
            asked.Raise();
            await TcpPeer.HoldAsync(stream, ct);
        });
        var run = RunAsync(peer, time: time);
        await asked.WaitAsync("the ping");
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal($"query: timed out after 10000 ms while waiting for 127.0.0.1:{peer.Port}", (await run).Message);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    public async Task Run_ServerOlderThanItsBoundOnQueries_IsAskedAllTheSame()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Greeting, ct);
            await ReadAsync(stream, ct);
            await stream.WriteAsync(Wire.Hex("07 00 00 02  00 00 00 02 00 00 00"), ct);
            Assert.Equal("\u0003SET SESSION max_execution_time = 10000", Encoding.UTF8.GetString(await ReadAsync(stream, ct)));
            await stream.WriteAsync(Wire.Hex("10 00 00 01  FF A9 04 23 48 59 30 30 30 55 6E 6B 6E 6F 77 6E"), ct); // 1193 Unknown
            Assert.Equal("\u0003START TRANSACTION READ ONLY", Encoding.UTF8.GetString(await ReadAsync(stream, ct)));
            await stream.WriteAsync(Wire.Hex("07 00 00 01  00 00 00 03 00 00 00"), ct);
            await ReadAsync(stream, ct);
            // One column, its definition (cut short: nobody reads it), EOF, a row of "1", EOF.
            await stream.WriteAsync(Wire.Hex("01 00 00 01 01  02 00 00 02 03 64  05 00 00 03 FE 00 00 02 00  02 00 00 04 01 31  05 00 00 05 FE 00 00 02 00"), ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        Assert.Equal($"MySQL at 127.0.0.1:{peer.Port} answers: 1 rows, the first value '1'", (await RunAsync(peer, query: "SELECT 1")).Message);
    }

    private static Task<TaskResult> RunAsync(TcpPeer peer, bool tls = false, string? query = null, TimeProvider? time = null) => Probe.RunAsync(
        Factory, new { engine = "mysql", host = "127.0.0.1", port = peer.Port, user = "probe", password = Password, tls, insecure = tls, query }, time).Within("the probe");

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken ct)
    {
        var header = await Wire.ReadAsync(stream, 4, ct);
        return await Wire.ReadAsync(stream, header[0] | (header[1] << 8) | (header[2] << 16), ct);
    }
}
