using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Database;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using SQLitePCL;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against real files.</summary>
public sealed class SqliteTests : IDisposable
{
    private static readonly DatabaseExecutorFactory Factory = new();

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.Combine("app.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SoundFile_IsOpenedAndChecked()
    {
        Make("CREATE TABLE things (id INTEGER, name TEXT); INSERT INTO things VALUES (1, 'a'), (2, NULL)");

        var result = await RunAsync();

        Assert.Equal((Outcome.Success, $"SQLite in {Database} answers"), (result.Outcome, result.Message));
        Assert.Equal(["integrity", "open"], result.Phases!.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^server: SQLite 3\\.", result.Output);
    }

    [Fact]
    public async Task Run_Query_BringsRowsAndValue()
    {
        Make("CREATE TABLE things (id INTEGER, name TEXT); INSERT INTO things VALUES (7, 'a'), (8, NULL)");

        var result = await RunAsync("SELECT id FROM things ORDER BY id", new { rows = new { atLeast = 2, atMost = 2 }, value = "^7$" });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Equal((2d, 7d), (result.Values!["rows"], result.Values["value"]));
        Assert.Equal("expected: value matches /x/; found: NULL", (await RunAsync("SELECT name FROM things WHERE id = 8", "x")).Message);
        Assert.Equal("expected: value matches /x/; found: no row", (await RunAsync("SELECT name FROM things WHERE id = 9", "x")).Message);
        Assert.Equal("expected: value matches /^x$/; found: '7.5'", (await RunAsync("SELECT id + 0.5 FROM things", "^x$")).Message);
    }

    [Fact]
    public async Task Run_NoFile_IsMissingAndNotMade()
    {
        var result = await RunAsync();

        Assert.Equal((Outcome.TargetFailed, $"open: there is no file {Database}, or this agent's user may not see it"), (result.Outcome, result.Message));
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Run_Folder_SaysSo()
    {
        Directory.CreateDirectory(Database);

        Assert.Equal($"open: {Database} is a folder", (await RunAsync()).Message);
    }

    [Fact]
    public async Task Run_Device_SaysSo() => Assert.Equal(
        "open: /dev/zero is not an ordinary file but a device, a pipe or a socket",
        (await Probe.RunAsync(Factory, new { engine = "sqlite", database = "/dev/zero" }).Within("the probe")).Message);

    [Fact]
    public async Task Run_LinkToASoundFile_IsFollowedOnce()
    {
        Make("CREATE TABLE things (id INTEGER)");
        File.CreateSymbolicLink(_folder.Combine("link.db"), Database);
        var allowed = new NoFiles("link.db");

        var result = await Probe.RunAsync(Factory, new { engine = "sqlite", database = _folder.Combine("link.db") });

        Assert.Equal(Outcome.Success, result.Outcome);
        await Assert.ThrowsAsync<DeniedException>(() => Probe.Create(Factory, new { engine = "sqlite", database = _folder.Combine("link.db") })
            .RunAsync(new InstructionContext("t1", 1, TimeProvider.System) { Limits = allowed }, default));
    }

    [Fact]
    public async Task Run_Garbage_IsNoDatabase()
    {
        await File.WriteAllTextAsync(Database, new string('x', 5000));

        Assert.Equal("open: the file is not a SQLite database, or is encrypted", (await RunAsync()).Message);
    }

    [Fact]
    public async Task Run_DamagedPage_FailsTheIntegrity()
    {
        Make("CREATE TABLE things (name TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO things SELECT hex(randomblob(50)) FROM n");
        await using (var file = File.OpenWrite(Database))
        {
            file.Position = 8 * 4096;
            await file.WriteAsync(new byte[3 * 4096].Select((_, i) => (byte)(i * 7)).ToArray());
        }

        var result = await RunAsync();

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("integrity: the file is damaged: ", result.Message, StringComparison.Ordinal);
        Assert.Equal([true, false], result.Assertions.Select(a => a.Passed));
    }

    [Fact]
    public async Task Run_LockedFile_SaysSo()
    {
        Make("CREATE TABLE things (id INTEGER)");
        using var other = Open();
        Execute(other, "BEGIN EXCLUSIVE");

        Assert.Equal("open: another process has locked the file (database is locked)", (await RunAsync()).Message);
    }

    [Fact]
    public async Task Run_FileInUseByAWriterWithALog_IsRead()
    {
        Make("CREATE TABLE things (id INTEGER)");
        using var other = Open();
        Execute(other, "PRAGMA journal_mode = WAL; INSERT INTO things VALUES (1); BEGIN IMMEDIATE; INSERT INTO things VALUES (2)");

        Assert.Equal(Outcome.Success, (await RunAsync("SELECT count(*) FROM things", "^1$")).Outcome);
    }

    [Theory]
    [InlineData("DELETE FROM things", "query: the statement does more than read")]
    [InlineData("CREATE TEMP TABLE other (id INTEGER)", "query: the statement does more than read")]
    [InlineData("ATTACH '/tmp/other.db' AS other", "query: the statement does more than read")]
    [InlineData("VACUUM INTO '/tmp/keeper-must-not-be-there.db'", "query: the statement does more than read")]
    [InlineData("PRAGMA hard_heap_limit = 1000000", "query: the statement does more than read")]
    [InlineData("SELECT 1; SELECT 2", "query: the query has more than one statement")]
    [InlineData("-- nothing", "query: the query has no statement")]
    [InlineData("SELECT * FROM none", "query: no such table: none (1)")]
    [InlineData("SELECT load_extension('/tmp/x.so')", "query: not authorized (1)")]
    [InlineData("SELECT zeroblob(2000000)", "query: string or blob too big (18)")]
    public async Task Run_StatementThatDoesMoreThanRead_IsRefused(string query, string message)
    {
        Make("CREATE TABLE things (id INTEGER)");

        Assert.Equal((Outcome.TargetFailed, message), await RunAsync(query) is var result ? (result.Outcome, result.Message) : default);
        Assert.False(File.Exists("/tmp/keeper-must-not-be-there.db"));
    }

    [Fact]
    public async Task Run_EndlessRows_StopsAtTheBound()
    {
        Make("CREATE TABLE things (id INTEGER)");

        var result = await RunAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", new { rows = new { atMost = 5 } });

        Assert.Equal("expected: at most 5 rows; found: more than 10000", result.Message);
    }

    [Fact]
    public async Task Run_EndlessStatement_TimesOutAndEnds()
    {
        Make("CREATE TABLE things (id INTEGER)");

        var result = await RunAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", timeoutMs: 3000).Within("the probe");

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"query: timed out after 3000 ms while asking {Database}", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ManyEndlessStatementsCancelled_LeaveRoomForTheNext()
    {
        Make("CREATE TABLE things (id INTEGER)");
        using var cancel = new CancellationTokenSource();
        var endless = Enumerable.Range(0, 20).Select(_ => Probe.RunAsync(
            Factory, new { engine = "sqlite", database = Database, query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n" }, ct: cancel.Token)).ToList();
        await cancel.CancelAsync();

        foreach (var run in endless)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
        Assert.Equal(Outcome.Success, (await RunAsync().Within("the next probe")).Outcome);
    }

    [Fact]
    public async Task Run_PathThatTheLimitsForbid_IsDenied()
    {
        Make("CREATE TABLE things (id INTEGER)");
        var context = new InstructionContext("t1", 1, TimeProvider.System) { Limits = new NoFiles() };

        await Assert.ThrowsAsync<DeniedException>(() => Probe.Create(Factory, new { engine = "sqlite", database = Database }).RunAsync(context, default));
    }

    private Task<TaskResult> RunAsync(string? query = null, object? expect = null, int timeoutMs = 20_000) =>
        Probe.RunAsync(Factory, new { engine = "sqlite", database = Database, query, expect, timeoutMs });

    private void Make(string statements)
    {
        using var connection = Open();
        Execute(connection, statements);
    }

    private sqlite3 Open()
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Database, out var connection));
        return connection;
    }

    private static void Execute(sqlite3 connection, string statements) => Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(connection, statements));

    private sealed class NoFiles(string but = "-") : LocalLimits
    {
        public override void CheckPath(string path)
        {
            if (!path.EndsWith(but, StringComparison.Ordinal))
                throw new DeniedException($"{path} is not allowed");
        }
    }
}
