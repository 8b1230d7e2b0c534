using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against a real server.</summary>
public sealed class MariaDbTests(MariaDbFixture server) : IClassFixture<MariaDbFixture>
{
    private static readonly DatabaseExecutorFactory Factory = new();

    [MariaDbFact]
    public async Task Run_NoQuery_PingsAndTellsTheVersion()
    {
        var result = await RunAsync(expect: new { role = "primary", maxLatencyMs = 20_000 });

        Assert.Equal((Outcome.Success, $"MySQL at 127.0.0.1:{server.Port} answers and is primary"), (result.Outcome, result.Message));
        Assert.Matches("^server: .*MariaDB", result.Output);
        Assert.Equal(["connect", "dns", "handshake", "login", "query"], result.Phases!.Keys.Order(StringComparer.Ordinal));
    }

    [MariaDbFact]
    public async Task Run_Query_BringsRowsAndValue()
    {
        var result = await RunAsync(query: "SELECT id, name FROM things ORDER BY id", expect: new { rows = new { atLeast = 3, atMost = 3 }, value = "^1$" });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal((3d, 1d), (result.Values!["rows"], result.Values["value"]));
    }

    [MariaDbFact]
    public async Task Run_LongAndEmptyAndNullValues_AreRead()
    {
        Assert.Equal(Outcome.Success, (await RunAsync(query: "SELECT REPEAT('x', 300)", expect: "^x{300}$")).Outcome);
        Assert.Equal(Outcome.Success, (await RunAsync(query: "SELECT REPEAT('x', 70000)", expect: "^x{4096}$")).Outcome);
        Assert.Equal(Outcome.Success, (await RunAsync(query: "SELECT ''", expect: "^$")).Outcome);
        Assert.Equal("expected: value matches /x/; found: NULL", (await RunAsync(query: "SELECT name FROM things WHERE id = 3", expect: "x")).Message);
        Assert.Equal("expected: value matches /x/; found: no row", (await RunAsync(query: "SELECT name FROM things WHERE id = 9", expect: "x")).Message);
    }

    [MariaDbFact]
    public async Task Run_MoreRowsThanTheProbeReads_StopsReading() => Assert.Equal(
        "expected: at most 10 rows; found: more than 10000", (await RunAsync(query: "SELECT seq FROM seq_1_to_100000", expect: new { rows = new { atMost = 10 } })).Message);

    [MariaDbFact]
    public async Task Run_EndlessRows_StopAtTheBound() => Assert.Equal(
        "query: the server says more than 4 MiB; the probe reads no further", (await RunAsync(query: "SELECT REPEAT('x', 100000) FROM seq_1_to_1000")).Message);

    [MariaDbFact]
    public async Task Run_WrongPassword_FailsTheLogin() => Assert.Matches(
        "^login: Access denied for user 'probe'@.* .using password: YES. .1045.$", (await RunAsync(password: "wrong-pass")).Message);

    [MariaDbFact]
    public async Task Run_NoSuchDatabase_FailsTheLogin() => Assert.Matches(
        "^login: (Unknown database 'none' .1049.|Access denied for user .* to database 'none' .1044.)$", (await RunAsync(database: "none")).Message);

    [MariaDbFact]
    public async Task Run_Tls_JudgesTheCertificate()
    {
        Assert.StartsWith(
            $"TLS: the certificate of 127.0.0.1:{server.Port} is not good: its issuer is not trusted", (await RunAsync("tls", tls: true)).Message, StringComparison.Ordinal);
        Assert.Equal(Outcome.Success, (await RunAsync("tls", database: null, tls: true, insecure: true)).Outcome);
        Assert.StartsWith("login: Access denied", (await RunAsync("tls", database: null)).Message, StringComparison.Ordinal);
    }

    [MariaDbFact]
    public async Task Run_PluginThatTheAgentDoesNotSpeak_IsNamed() => Assert.Equal(
        "login: the server asks for authentication by 'client_ed25519', which this agent does not speak without TLS", (await RunAsync("modern", database: null)).Message);

    [MariaDbFact]
    public async Task Run_NoUser_IsAliveWithoutALogin()
    {
        var result = await Probe.RunAsync(Factory, new { engine = "mysql", host = "127.0.0.1", port = server.Port });

        Assert.Equal(
            (Outcome.Success, $"MySQL at 127.0.0.1:{server.Port} is alive; it refuses strangers (1045), and no login was given"), (result.Outcome, result.Message));
    }

    [MariaDbFact]
    public async Task Run_StatementThatWrites_IsRefusedByTheServer()
    {
        Assert.Equal(
            "query: Cannot execute statement in a READ ONLY transaction (1792)", (await RunAsync(query: "SELECT forget()")).Message);
        Assert.EndsWith("(1064)", (await RunAsync(query: "SELECT 1; DELETE FROM things")).Message, StringComparison.Ordinal);
        Assert.Equal(Outcome.Success, (await RunAsync(query: "SELECT COUNT(*) FROM things", expect: "^3$")).Outcome);
    }

    [MariaDbFact]
    public async Task Run_ErrorThatEchoesThePassword_HidesIt()
    {
        var result = await RunAsync(query: $"SELECT * FROM `{MariaDbProcess.Password}`");

        Assert.Equal("query: Table 'shop.(secret)' doesn't exist (1146)", result.Message);
        Assert.DoesNotContain(MariaDbProcess.Password, string.Join('\n', result.Assertions), StringComparison.Ordinal);
    }

    [MariaDbFact]
    public async Task Run_SlowQuery_IsStoppedByTheServerToo()
    {
        // The probe's own clock stands still.
        var result = await RunAsync(query: "SELECT SLEEP(60)", timeoutMs: 500, time: new ManualTimeProvider()).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "query: Query execution was interrupted (max_statement_time exceeded) (1969)"), (result.Outcome, result.Message));
    }

    private Task<TaskResult> RunAsync(
        string user = "probe", string password = MariaDbProcess.Password, string? database = "shop", string? query = null, object? expect = null,
        bool tls = false, bool insecure = false, int timeoutMs = 30_000, TimeProvider? time = null) =>
        Probe.RunAsync(Factory, new { engine = "mysql", host = "127.0.0.1", port = server.Port, user, password, database, query, expect, tls, insecure, timeoutMs }, time);
}
