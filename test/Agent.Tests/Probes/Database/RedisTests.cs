using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against a real server.</summary>
public sealed class RedisTests
{
    private const string Password = "s3cret-of-redis";

    private static readonly DatabaseExecutorFactory Factory = new();

    [RedisFact]
    public async Task Run_OpenServer_AnswersAndTellsItsRole()
    {
        await using var server = await RedisProcess.StartAsync();

        var result = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, expect = new { role = "primary" } });

        Assert.Equal((Outcome.Success, $"Redis at 127.0.0.1:{server.Port} answers and is primary"), (result.Outcome, result.Message));
        Assert.Equal(["connect", "dns", "handshake", "login", "query"], result.Phases!.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("queryMs", result.Values!.Keys);
    }

    [RedisFact]
    public async Task Run_Replica_SaysSo()
    {
        await using var server = await RedisProcess.StartAsync("--replicaof", "127.0.0.1 1");

        var result = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, expect = new { role = "primary" } });

        Assert.Equal((Outcome.TargetFailed, "expected: is primary; found: replica"), (result.Outcome, result.Message));
    }

    [RedisFact]
    public async Task Run_Password_LogsIn()
    {
        await using var server = await RedisProcess.StartAsync("--requirepass", Password);

        var right = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, password = Password, database = "3", query = "DBSIZE", expect = "^0$" });
        var wrong = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, password = "wrong-pass" });
        var none = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port });
        var noneWithQuery = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, query = "GET x" });

        Assert.Equal((Outcome.Success, 0d), (right.Outcome, right.Values!["value"]));
        Assert.Equal((Outcome.TargetFailed, "login: WRONGPASS invalid username-password pair or user is disabled."), (wrong.Outcome, wrong.Message));
        Assert.Equal((Outcome.Success, $"Redis at 127.0.0.1:{server.Port} is alive; it asks for a password, and none was given"), (none.Outcome, none.Message));
        Assert.Equal("login: NOAUTH Authentication required.", noneWithQuery.Message);
    }

    [RedisFact]
    public async Task Run_UserOfAnAccessList_LogsIn()
    {
        await using var server = await RedisProcess.StartAsync("--user", "probe", "on", $">{Password}", "+ping", "+llen", "allkeys");

        var result = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, user = "probe", password = Password, query = "LLEN jobs", expect = "^0$" });
        var role = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, user = "probe", password = Password, expect = new { role = "primary" } });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal("expected: is primary; found: the server does not say", role.Message);
    }

    [RedisFact]
    public async Task Run_Query_FailsTheExpectationOrTheQuery()
    {
        await using var server = await RedisProcess.StartAsync();

        var nothing = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, query = "GET \"no such key\"", expect = "x" });
        var wrong = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, query = "MGET a b c", expect = new { rows = new { atMost = 2 } } });
        var error = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, query = "GET" });

        Assert.Equal("expected: value matches /x/; found: no row", nothing.Message);
        Assert.Equal("expected: at most 2 rows; found: 3", wrong.Message);
        Assert.Equal("query: ERR wrong number of arguments for 'get' command", error.Message);
    }

    [RedisFact]
    public async Task Run_NoSuchDatabase_FailsTheLogin()
    {
        await using var server = await RedisProcess.StartAsync();

        var result = await RunAsync(server, new { engine = "redis", host = "127.0.0.1", port = server.Port, database = "99" });

        Assert.Equal("login: ERR DB index is out of range", result.Message);
    }

    // The rest against scripted peers: bytes of the page "Redis serialization protocol specification".
    [Theory]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", "login: LOADING Redis is loading the dataset in memory")]
    [InlineData("-ERR max number of clients reached\r\n", "login: ERR max number of clients reached")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "handshake: this is no Redis: it says 'HTTP/1.1 400 Bad Request'")]
    [InlineData("$99999999\r\n", "handshake: this is no Redis: it says '$99999999'")]
    [InlineData("$2\r\nxxxx", "handshake: this is no Redis: it says 'xx'")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", "handshake: this is no Redis: it says '*1'")]
    public async Task Run_OddAnswer_SaysAtWhichStage(string answer, string message)
    {
        await using var peer = TcpPeer.Saying(answer);

        var result = await Probe.RunAsync(Factory, new { engine = "redis", host = "127.0.0.1", port = peer.Port }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_ErrorThatEchoesThePassword_HidesIt()
    {
        await using var peer = TcpPeer.Saying("-NOAUTH Authentication required.\r\n-ERR unknown command 'AUTH', with args beginning with: 's3cret-of-redis'\r\n");

        var result = await Probe.RunAsync(Factory, new { engine = "redis", host = "127.0.0.1", port = peer.Port, password = Password });

        Assert.Equal("login: ERR unknown command 'AUTH', with args beginning with: '(secret)'", result.Message);
        Assert.DoesNotContain(Password, string.Join('\n', result.Assertions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ErrorWithLettersOfAShortPassword_StaysReadable()
    {
        await using var peer = TcpPeer.Saying("-NOAUTH Authentication required.\r\n-ERR invalid password\r\n");

        var result = await Probe.RunAsync(Factory, new { engine = "redis", host = "127.0.0.1", port = peer.Port, password = "a" });

        Assert.Equal("login: ERR invalid password", result.Message);
    }

    private static Task<TaskResult> RunAsync(RedisProcess server, object arguments) =>
        Probe.RunAsync(Factory, arguments).Within($"the probe of {server.Port}");
}

/// <summary>A test against a real server, skipped where the machine has none.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = ProgramPath.Missing(RedisProcess.Programs);
}
