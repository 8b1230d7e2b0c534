using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against a real server.</summary>
public sealed class PostgreSqlTests(PostgreSqlFixture server) : IClassFixture<PostgreSqlFixture>
{
    private static readonly DatabaseExecutorFactory Factory = new();

    [PostgreSqlFact]
    [Trait("Target", "success")]
    public async Task Run_Query_BringsRowsValueAndPhases()
    {
        var result = await RunAsync("scram", query: "SELECT id, name FROM things ORDER BY id", expect: new { rows = new { atLeast = 3, atMost = 3 }, value = "^1$", role = "primary", maxLatencyMs = 20_000 });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{server.Port} answers: 3 rows, the first value '1'", result.Message, StringComparison.Ordinal);
        Assert.Equal((3d, 1d), (result.Values!["rows"], result.Values["value"]));
        Assert.True(result.Values["queryMs"] > 0);
        Assert.Equal(["connect", "dns", "handshake", "login", "query"], result.Phases!.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^server: PostgreSQL [0-9]+", result.Output);
    }

    [PostgreSqlFact]
    public async Task Run_MoreRowsThanTheProbeReads_StopsReading()
    {
        var result = await RunAsync("scram", query: "SELECT 'x' FROM generate_series(1, 1000000)", expect: new { rows = new { atMost = 10_000 } });

        Assert.Equal("expected: at most 10000 rows; found: more than 10000", result.Message);
    }

    [PostgreSqlFact]
    public async Task Run_HugeValue_IsCut()
    {
        var result = await RunAsync("scram", query: "SELECT repeat('x', 1000000)", expect: "^x+$");

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.InRange(result.Output.Length, 4096, 4200);
    }

    [PostgreSqlFact]
    public async Task Run_EndlessRows_StopAtTheBound()
    {
        var result = await RunAsync("scram", query: "SELECT repeat('x', 1000000) FROM generate_series(1, 1000)");

        Assert.Equal("query: the server says more than 4 MiB; the probe reads no further", result.Message);
    }

    [PostgreSqlFact]
    public async Task Run_OtherValue_FailsTheExpectation()
    {
        var result = await RunAsync("scram", query: "SELECT name FROM things WHERE id = 2", expect: "^thing 3$");

        Assert.Equal((Outcome.TargetFailed, "expected: value matches /^thing 3$/; found: 'thing 2'"), (result.Outcome, result.Message));
    }

    [PostgreSqlFact]
    public async Task Run_Null_IsNoValue() =>
        Assert.Equal("expected: value matches /x/; found: NULL", (await RunAsync("scram", query: "SELECT NULL", expect: "x")).Message);

    [PostgreSqlFact]
    public async Task Run_NoRow_IsNoValue() =>
        Assert.Equal("expected: value matches /x/; found: no row", (await RunAsync("scram", query: "SELECT 1 WHERE false", expect: "x")).Message);

    [PostgreSqlFact]
    public async Task Run_Replica_IsNotWhatAPrimaryIs() =>
        Assert.Equal("expected: is replica; found: primary", (await RunAsync("scram", expect: new { role = "replica" })).Message);

    [PostgreSqlFact]
    public async Task Run_WrongPassword_FailsTheLogin()
    {
        var result = await RunAsync("scram", password: "wrong-pass");

        Assert.Equal((Outcome.TargetFailed, "login: password authentication failed for user \"scram\" (28P01)"), (result.Outcome, result.Message));
        Assert.Equal([true, true, true, false], result.Assertions.Select(a => a.Passed));
    }

    [PostgreSqlFact]
    public async Task Run_NoSuchDatabase_FailsTheLogin() =>
        Assert.Equal("login: database \"none\" does not exist (3D000)", (await RunAsync("scram", database: "none")).Message);

    [PostgreSqlFact]
    public async Task Run_Md5Login_IsTaken() => Assert.Equal(Outcome.Success, (await RunAsync("old")).Outcome);

    [PostgreSqlFact]
    public async Task Run_PasswordInClearText_IsSentOverTlsOnly()
    {
        Assert.Equal(
            "login: the server asks for the password in clear text, which is sent over TLS only", (await RunAsync("clear")).Message);
        Assert.Equal(Outcome.Success, (await RunAsync("clear", tls: true, insecure: true)).Outcome);
    }

    [PostgreSqlFact]
    public async Task Run_Tls_JudgesTheCertificate()
    {
        var result = await RunAsync("tls", tls: true);

        Assert.StartsWith($"TLS: the certificate of 127.0.0.1:{server.Port} is not good: its issuer is not trusted", result.Message, StringComparison.Ordinal);
        Assert.Equal(Outcome.Success, (await RunAsync("tls", tls: true, insecure: true)).Outcome);
    }

    [PostgreSqlFact]
    public async Task Run_TlsOnlyUserWithoutTls_FailsTheLogin() =>
        Assert.Matches("^login: pg_hba.conf rejects connection .*no encryption .28000.$", (await RunAsync("tls")).Message);

    [PostgreSqlFact]
    public async Task Run_NoUser_IsAliveWithoutALogin()
    {
        var result = await Probe.RunAsync(Factory, new { engine = "postgresql", host = "127.0.0.1", port = server.Port });

        Assert.Equal(
            (Outcome.Success, $"PostgreSQL at 127.0.0.1:{server.Port} is alive; it refuses strangers (28000), and no login was given"),
            (result.Outcome, result.Message));
    }

    [PostgreSqlFact]
    public async Task Run_StatementThatWrites_IsRefusedByTheServer()
    {
        Assert.Equal("query: cannot execute DELETE in a read-only transaction (25006)", (await RunAsync("scram", query: "DELETE FROM things")).Message);
        Assert.Equal(
            "query: cannot insert multiple commands into a prepared statement (42601)", (await RunAsync("scram", query: "COMMIT; DELETE FROM things")).Message);
        Assert.Equal(Outcome.Success, (await RunAsync("scram", query: "SELECT count(*) FROM things", expect: "^3$")).Outcome);
    }

    [PostgreSqlFact]
    public async Task Run_ErrorInTheMiddleOfTheRows_FailsTheQuery() =>
        Assert.Equal("query: division by zero (22012)", (await RunAsync("scram", query: "SELECT 1 / (3 - n) FROM generate_series(1, 5) n")).Message);

    [PostgreSqlFact]
    public async Task Run_ErrorThatEchoesThePassword_HidesIt()
    {
        var result = await RunAsync("scram", query: $"SELECT '{PostgreSqlLoginServer.Password}'::int");

        Assert.Equal("query: invalid input syntax for type integer: \"(secret)\" (22P02)", result.Message);
        Assert.DoesNotContain(PostgreSqlLoginServer.Password, result.ToString(), StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Run_ValueThatIsThePassword_HidesIt()
    {
        var result = await RunAsync("scram", query: $"SELECT '{PostgreSqlLoginServer.Password}'", expect: "^x$");

        Assert.Equal("expected: value matches /^x$/; found: '(secret)'", result.Message);
        Assert.DoesNotContain(PostgreSqlLoginServer.Password, result.Output, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Run_SlowQuery_IsStoppedByTheServerToo()
    {
        // The probe's own clock stands still.
        var result = await RunAsync("scram", query: "SELECT pg_sleep(60)", timeoutMs: 500, time: new ManualTimeProvider()).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "query: canceling statement due to statement timeout (57014)"), (result.Outcome, result.Message));
    }

    private Task<TaskResult> RunAsync(
        string user, string password = PostgreSqlLoginServer.Password, string database = "postgres", string? query = null, object? expect = null,
        bool tls = false, bool insecure = false, int timeoutMs = 30_000, TimeProvider? time = null) =>
        Probe.RunAsync(Factory, new { engine = "postgresql", host = "127.0.0.1", port = server.Port, user, password, database, query, expect, tls, insecure, timeoutMs }, time);
}
