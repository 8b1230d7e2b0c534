using System.Text.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Tests.Probes.Log;

public sealed class LogExecutorTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_NewLines_CountsMatchesLevelsAndCaptures()
    {
        _bench.Append("INFO start", "WARN slow: 120 ms from db", "ERROR timeout: 900 ms from db", "ERROR timeout: 1100 ms from cache", "   at line 3");

        var result = await _bench.CheckAsync(new { path = _bench.Log, pattern = @"(?<ms>\d+) ms from (?<source>\w+)", from = "start" });

        Assert.Equal((Outcome.Success, "3 of 5 new lines match (114 bytes; error 2, warn 1, info 1)"), (result.Outcome, result.Message));
        Assert.Equal("WARN slow: 120 ms from db\nERROR timeout: 900 ms from db\nERROR timeout: 1100 ms from cache\n", result.Output);
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["lines"] = 5,
                ["matches"] = 3,
                ["bytes"] = 114,
                ["skippedBytes"] = 0,
                ["level.trace"] = 0,
                ["level.debug"] = 0,
                ["level.info"] = 1,
                ["level.warn"] = 1,
                ["level.error"] = 2,
                ["level.fatal"] = 0,
                ["capture.ms.sum"] = 2120,
                ["capture.ms.avg"] = 2120.0 / 3,
                ["capture.ms.min"] = 120,
                ["capture.ms.max"] = 1100,
                ["capture.ms.120"] = 1,
                ["capture.ms.900"] = 1,
                ["capture.ms.1100"] = 1,
                ["capture.source.db"] = 2,
                ["capture.source.cache"] = 1,
            },
            result.Values);
    }

    [Fact]
    public async Task Run_SecondCheck_CountsWhatCameSince()
    {
        _bench.Append("ERROR 1");
        await _bench.CheckAsync();
        _bench.Append("ERROR 2", "INFO 3");

        Assert.Equal((2, 1), await CountAsync());
        Assert.Equal((0, 0), await CountAsync());
    }

    [Fact]
    public async Task Run_FirstCheck_HoldsWhatTheFileHasAgainstTheExpectation()
    {
        _bench.Append("ERROR 1");

        var first = await _bench.CheckAsync(new { path = _bench.Log, pattern = "ERROR", expect = new { atMost = 0 } });

        Assert.Equal((Outcome.TargetFailed, 1), (first.Outcome, first.Values!["matches"]));
    }

    [Fact]
    public async Task Run_FirstCheckFromTheEnd_CountsNothingAndExpectsNothing()
    {
        _bench.Append("ERROR 1");
        var arguments = new { path = _bench.Log, pattern = "ERROR", from = "end", expect = new { atLeast = 1 } };

        var first = await _bench.CheckAsync(arguments);
        _bench.Append("ERROR 2");
        var second = await _bench.CheckAsync(arguments);

        Assert.Equal(
            (Outcome.Success, "the first check: counting begins at the end of the file as it is now"), (first.Outcome, first.Message));
        Assert.Equal((Outcome.Success, 1), (second.Outcome, second.Values!["matches"]));
    }

    [Fact]
    public async Task Run_FirstCheckEndsInsideALine_LeavesItsRestOut()
    {
        File.WriteAllText(_bench.Log, "ERROR hal");
        await _bench.CheckAsync(new { path = _bench.Log, pattern = "ERROR", from = "end" });
        File.AppendAllText(_bench.Log, "f ERROR\nERROR whole\n");

        Assert.Equal("ERROR whole\n", (await _bench.CheckAsync(new { path = _bench.Log, pattern = "ERROR", from = "end" })).Output);
    }

    [Fact]
    public async Task Run_LastLineIsNotWrittenToItsEnd_IsCountedWhenItIs()
    {
        File.WriteAllText(_bench.Log, "ERROR one\nERR");
        Assert.Equal((1, 1), await CountAsync());
        File.AppendAllText(_bench.Log, "OR two\r\n");

        Assert.Equal("ERROR two\n", (await _bench.CheckAsync()).Output);
    }

    [Theory]
    [InlineData("""{"atMost":3,"atLeast":3}""", Outcome.Success, "3 of 3 new lines match (24 bytes; error 3)")]
    [InlineData("""{"atMost":2}""", Outcome.TargetFailed, "expected: matching lines are at most 2; found: 3, the last: 'ERROR 3'")]
    [InlineData("""{"atLeast":4}""", Outcome.TargetFailed, "expected: matching lines are at least 4; found: 3, the last: 'ERROR 3'")]
    public async Task Run_Expectation_IsHeldAgainstTheNumberOfMatches(string expect, Outcome outcome, string message)
    {
        _bench.Append("ERROR 1", "ERROR 2", "ERROR 3");

        var result = await _bench.CheckAsync(new { path = _bench.Log, pattern = "ERROR", from = "start", expect = JsonElement.Parse(expect) });

        Assert.Equal((outcome, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_SameTaskAgain_ReadsTheSameLinesAgain()
    {
        _bench.Append("ERROR 1");
        await _bench.CheckAsync(taskId: "t1");
        _bench.Append("ERROR 2");
        await _bench.CheckAsync(taskId: "t2");
        _bench.Append("ERROR 3");

        // Its first result was lost with the agent; the lines before belong to t1.
        Assert.Equal("ERROR 2\nERROR 3\n", (await _bench.CheckAsync(taskId: "t2")).Output);
        Assert.Equal("", (await _bench.CheckAsync(taskId: "t3")).Output);
    }

    [Fact]
    public async Task Run_TwoPatternsOfOneFile_EachGoesItsOwnWay()
    {
        _bench.Append("ERROR 1");
        await _bench.CheckAsync();
        _bench.Append("ERROR 2");

        Assert.Equal(2, (await _bench.ValuesAsync(new { path = _bench.Log, pattern = "ERROR .", from = "start" }))["matches"]);
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task Run_ManyMatches_ShowsTheFirstAndTheLast()
    {
        _bench.Append([.. Enumerable.Range(1, 1_000).Select(i => $"ERROR {i} {new string('x', 5_000)}")]);

        var result = await _bench.CheckAsync();

        Assert.StartsWith("ERROR 1 xxx", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n… 984 more …\nERROR 993 xxx", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 9_000, TaskResult.MaxOutputLength - 1);
    }

    [Fact]
    public async Task Run_StarInTheName_ReadsTheNewestFileAfterTheRestOfTheFormer()
    {
        object arguments = new { path = _bench.In("app-*.log"), pattern = "ERROR", from = "start" };
        File.WriteAllText(_bench.In("app-1.log"), "ERROR 1\n");
        File.SetLastWriteTimeUtc(_bench.In("app-1.log"), DateTime.UnixEpoch);
        Assert.Equal("ERROR 1\n", (await _bench.CheckAsync(arguments)).Output);
        File.AppendAllText(_bench.In("app-1.log"), "ERROR 2\n");
        File.SetLastWriteTimeUtc(_bench.In("app-1.log"), DateTime.UnixEpoch);
        File.WriteAllText(_bench.In("app-2.log"), "ERROR 3\n");
        File.WriteAllText(_bench.In("other.log"), "ERROR 4\n");

        Assert.Equal("ERROR 2\nERROR 3\n(the file was rotated)\n", (await _bench.CheckAsync(arguments)).Output);
    }

    private async Task<(double Lines, double Matches)> CountAsync()
    {
        var values = (await _bench.CheckAsync()).Values!;
        return (values["lines"], values["matches"]);
    }
}
