using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Tests.Probes;

public sealed class DatabaseArgumentsTests
{
    [Theory]
    [InlineData("postgresql", DatabaseEngine.PostgreSql, 5432)]
    [InlineData("mysql", DatabaseEngine.MySql, 3306)]
    [InlineData("redis", DatabaseEngine.Redis, 6379)]
    [InlineData("sqlserver", DatabaseEngine.SqlServer, 1433)]
    [InlineData("mongodb", DatabaseEngine.MongoDb, 27017)]
    public void Read_OnlyWhatIsRequired_HasTheEnginesPort(string name, DatabaseEngine engine, int port)
    {
        var read = Arguments.Read<DatabaseArguments>("database", $$"""{"engine":"{{name}}","host":"db.internal"}""");

        Assert.Equal((engine, "db.internal", port, 10_000), (read.Engine, read.Host, read.Port, read.TimeoutMs));
        Assert.Same(DatabaseExpectation.None, read.Expect);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var read = Arguments.Read<DatabaseArguments>("database", """
            {"engine":"mysql","host":"fd00::5","port":1,"database":"shop","user":"keeper","password":"p","query":"SELECT 1","tls":true,"insecure":true,"timeoutMs":5,
             "expect":{"rows":{"atLeast":1,"atMost":2},"value":"^1$","maxLatencyMs":100,"role":"replica"}}
            """);

        Assert.Equal(("shop", "keeper", "p", "SELECT 1", true, true, 5), (read.Database, read.User, read.Password, read.Query, read.Tls, read.Insecure, read.TimeoutMs));
        Assert.Equal((1, 2, 100, "replica"), (read.Expect.RowsAtLeast, read.Expect.RowsAtMost, read.Expect.MaxLatencyMs, read.Expect.Role));
        Assert.Matches(read.Expect.Value!, "1");
    }

    [Fact]
    public void Read_ExpectAsText_IsAPatternForTheValue() => Assert.Matches(
        Arguments.Read<DatabaseArguments>("database", """{"engine":"redis","host":"a","query":"GET x","expect":"^y$"}""").Expect.Value!, "y");

    [Fact]
    public void Read_PasswordOfTheAgent_IsUnknownHere() => Assert.Equal(
        "(secret)",
        Arguments.Read<DatabaseArguments>("database", """{"engine":"redis","host":"a","password":{"secret":"redis"}}""").Password);

    [Fact]
    public void Read_Sqlite_NeedsAFileAlone() => Assert.Equal(
        ("", "/var/lib/app.db"),
        Arguments.Read<DatabaseArguments>("database", """{"engine":"sqlite","database":"/var/lib/app.db"}""") is var read ? (read.Host, read.Database) : default);

    [Fact]
    public void Read_SqliteWithAnEmptyHost_IsTheSameAsWithout() =>
        Assert.Equal("", Arguments.Read<DatabaseArguments>("database", """{"engine":"sqlite","host":"","database":"/var/lib/app.db"}""").Host);

    [Fact]
    public void Read_ManyMistakes_NamesEachWithValueAndLimit()
    {
        var faults = Arguments.FaultsOf("database", """
            {"engine":"oracle","host":"a b","port":0,"tls":1,"timeoutMs":0,"x":1,
             "expect":{"rows":{"atLeast":3,"atMost":2,"y":1},"value":"(","maxLatencyMs":0,"role":"king"}}
            """);

        Assert.Equal(
            [
                "arguments.engine", "arguments.expect.maxLatencyMs", "arguments.expect.role", "arguments.expect.rows.atLeast",
                "arguments.expect.rows.y", "arguments.expect.value", "arguments.host", "arguments.port", "arguments.timeoutMs", "arguments.tls", "arguments.x",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 3, which is more than atMost, 2", Assert.Single(faults["arguments.expect.rows.atLeast"]));
    }

    [Theory]
    [InlineData("""{"host":"a"}""", "engine", "is required")]
    [InlineData("""{"engine":"mysql"}""", "host", "is required")]
    [InlineData("""{"engine":"mysql","host":""}""", "host", "must not be empty")]
    [InlineData("""{"engine":"mysql","host":5}""", "host", "must be a text, not 5")]
    [InlineData("""{"engine":"sqlite"}""", "database", "is required: the file's path")]
    [InlineData("""{"engine":"sqlite","database":"app.db"}""", "database", "'app.db' is not an absolute path")]
    [InlineData("""{"engine":"sqlite","database":"/a","user":"x"}""", "user", "is not for sqlite")]
    [InlineData("""{"engine":"sqlite","database":"/a","expect":{"role":"primary"}}""", "expect.role", "is not for sqlite")]
    [InlineData("""{"engine":"mysql","host":"a","password":"x"}""", "password", "needs a user")]
    [InlineData("""{"engine":"mysql","host":"a","query":"SELECT 1"}""", "user", "is required for a query or a role")]
    [InlineData("""{"engine":"mysql","host":"a","insecure":true}""", "insecure", "is for tls only")]
    [InlineData("""{"engine":"mysql","host":"a","user":"x","expect":"1"}""", "expect", "of rows or a value needs a query")]
    [InlineData("""{"engine":"mysql","host":"a","expect":1}""", "expect", "must be a text, not 1")]
    [InlineData("""{"engine":"mysql","host":"a","user":"u","query":" drop\ttable x"}""", "query", "begins with 'drop'; allowed are SELECT, SHOW, WITH, EXPLAIN, DESCRIBE, DESC, TABLE, VALUES, CHECKSUM")]
    [InlineData("""{"engine":"mysql","host":"a","user":"u","query":"/*! DROP TABLE x */"}""", "query", "begins with '/*!'; allowed are SELECT, SHOW, WITH, EXPLAIN, DESCRIBE, DESC, TABLE, VALUES, CHECKSUM")]
    [InlineData("""{"engine":"mongodb","host":"a","query":"x"}""", "query", "is not for mongodb")]
    [InlineData("""{"engine":"redis","host":"a","database":"x"}""", "database", "is 'x'; allowed are 0 to 65535")]
    [InlineData("""{"engine":"redis","host":"a","user":"x"}""", "user", "needs a password")]
    [InlineData("""{"engine":"redis","host":"a","query":" "}""", "query", "has no command")]
    [InlineData("""{"engine":"redis","host":"a","query":"GET \"x"}""", "query", "has a quote that is not closed")]
    public void Read_OneMistake_SaysWhatIsAllowed(string json, string field, string message) =>
        Assert.Equal(message, Assert.Single(Arguments.FaultsOf("database", json)[$"arguments.{field}"]));

    [Theory]
    [InlineData("DEL x")]
    [InlineData("flushall")]
    [InlineData("EVAL x 0")]
    [InlineData("\"SET\" x y")]
    public void Read_RedisCommandThatWrites_IsRefused(string query)
    {
        var faults = Arguments.FaultsOf("database", $$"""{"engine":"redis","host":"a","query":{{System.Text.Json.JsonSerializer.Serialize(query)}}}""");

        Assert.Contains("allowed are those that only read: BITCOUNT, ", Assert.Single(faults["arguments.query"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET key", new[] { "GET", "key" })]
    [InlineData("  get\t\"a b\"  \"\" c\\d", new[] { "get", "a b", "", "c\\d" })]
    [InlineData("GET \"a\\\"b\\\\\"", new[] { "GET", "a\"b\\" })]
    [InlineData("GET a\"b c\"d", new[] { "GET", "ab cd" })]
    public void Split_Command_IsItsWords(string query, string[] words) => Assert.Equal(words, RedisReads.Split(query));

    [Theory]
    [InlineData("""{"engine":"postgresql","host":"a","user":"u","query":"DELETE FROM x"}""", true)] // Refused by a read-only transaction.
    [InlineData("""{"engine":"sqlserver","host":"a"}""", true)]
    [InlineData("""{"engine":"sqlserver","host":"a","user":"u","query":"SELECT 1"}""", false)]
    public void IsRepeatable_Query_IsWhereNothingCanBeWritten(string json, bool repeatable)
    {
        Assert.True(InstructionKinds.TryGet("database", out var kind));

        Assert.Equal(repeatable, kind.IsRepeatable(Arguments.Read<DatabaseArguments>("database", json)));
    }
}
