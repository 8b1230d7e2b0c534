using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Log;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Log;

public sealed class LogTroubleTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("/no/such/folder/app.log", "there is no file '/no/such/folder/app.log'")]
    [InlineData("/etc", "'/etc' is a folder")]
    [InlineData("/dev/zero", "'/dev/zero' is not an ordinary file but a device, a pipe or a socket")]
    [InlineData("/etc/passwd/x", "'/etc/passwd/x' cannot be read: Not a directory")]
    public async Task Run_NotALogFile_SaysWhatItIs(string path, string message)
    {
        var result = await _bench.CheckAsync(new { path, pattern = "x" });

        Assert.Equal((Outcome.TargetFailed, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_PipeWithoutAWriter_IsRefusedWithoutWaiting()
    {
        await ChildProcess.RunAsync("mkfifo", [_bench.Log]);

        Assert.EndsWith("is not an ordinary file but a device, a pipe or a socket", (await _bench.CheckAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Denied_ThrowsBeforeTheFileIsOpened()
    {
        var asked = new Recorder<string>();

        await Assert.ThrowsAsync<DeniedException>(() => _bench.CheckAsync(limits: new Limits(p =>
        {
            asked.Add(p);
            throw new DeniedException("rule 'none'");
        })));

        Assert.Equal([_bench.Log], asked.Items);
    }

    [Fact]
    public async Task Run_StarInADeniedFolder_DoesNotTellWhatLiesThere()
    {
        _bench.Append("ERROR");

        var denied = await Assert.ThrowsAsync<DeniedException>(() => _bench.CheckAsync(
            new { path = _bench.In("*.log"), pattern = "x" }, limits: new Limits(p => throw new DeniedException(p))));

        Assert.Equal(_bench.In("*.log"), denied.Message);
    }

    [Fact]
    public async Task Run_LinkSetAfterTheCheckOfItsPath_IsCheckedByWhereItLeads()
    {
        File.WriteAllText(_bench.In("secret"), "ERROR\n");
        _bench.Append("ERROR");

        await Assert.ThrowsAsync<DeniedException>(() => _bench.CheckAsync(limits: new Limits(p =>
        {
            if (p == _bench.In("secret"))
                throw new DeniedException("rule 'no secrets'");
            File.Delete(_bench.Log);
            File.CreateSymbolicLink(_bench.Log, _bench.In("secret"));
        })));
    }

    [Fact]
    public async Task Run_LinkToALog_IsFollowed()
    {
        File.WriteAllText(_bench.In("real"), "ERROR 1\n");
        File.CreateSymbolicLink(_bench.Log, _bench.In("real"));

        Assert.Equal("ERROR 1\n", (await _bench.CheckAsync()).Output);
    }

    [Fact]
    public async Task Run_MoreThanOneCheckReads_ReadsTheNewestAndSaysWhatWasSkipped()
    {
        _bench.Append([.. Enumerable.Range(0, 1_000).Select(i => $"ERROR {i:0000}")]);

        var result = await _bench.CheckAsync(new { path = _bench.Log, pattern = "ERROR", from = "start", maxBytes = 1100 });

        Assert.Equal((100, 9_900), (result.Values!["matches"], result.Values["skippedBytes"]));
        Assert.EndsWith("; 9900 older bytes were skipped, because a check reads at most 1100", result.Message, StringComparison.Ordinal);
        Assert.StartsWith("ERROR 0900\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EndlessLine_IsCutAndItsRestLeftOut()
    {
        File.WriteAllText(_bench.Log, "ERROR " + new string('x', 5 << 20));
        var first = await _bench.CheckAsync();
        File.AppendAllText(_bench.Log, "ERROR\nERROR 2\n");
        var second = await _bench.CheckAsync();

        Assert.Equal((1, 1, (5 << 20) + 6), (first.Values!["lines"], first.Values["matches"], first.Values["bytes"]));
        Assert.Contains($"1 lines were cut after {LineReader.MaxLineBytes} bytes", first.Message, StringComparison.Ordinal);
        Assert.Equal("ERROR 2\n", second.Output);
    }

    [Fact]
    public async Task Run_BinaryGarbage_IsCountedAndNotMatched()
    {
        File.WriteAllBytes(_bench.Log, [.. "ERROR a\0b\n"u8, 0xFF, 0xFE, 0x80, .. " ERROR\n"u8, .. "ERROR last\n"u8]);

        var result = await _bench.CheckAsync();

        Assert.Equal((3, 2), (result.Values!["lines"], result.Values["matches"]));
        Assert.EndsWith("; 1 lines are not text and were not matched", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PatternThatRunsWild_IsGivenUpAndTheLogReadToItsEnd()
    {
        _bench.Append([.. Enumerable.Repeat("ERROR " + new string('a', 40) + "!", 50)]);
        object arguments = new { path = _bench.Log, pattern = "(a|aa)+$", from = "start" };

        var result = await _bench.CheckAsync(arguments);

        Assert.Equal((Outcome.TargetFailed, 50), (result.Outcome, result.Values!["level.error"]));
        Assert.Equal(
            "the pattern /(a|aa)+$/ is not fit for this log; 3 lines were given up, because the pattern takes more than 1 s on each", result.Message);
        Assert.Equal(0, (await _bench.CheckAsync(arguments)).Values!["lines"]);
    }

    [Fact]
    public async Task Run_TimeIsUp_LeavesTheRestToTheNextCheck()
    {
        _bench.Append("ERROR 1", "ERROR 2");
        var time = new ManualTimeProvider();

        // A slow disk: half of the run time-out is over when the first line comes.
        var slow = await _bench.CheckAsync(time: time, runTimeout: TimeSpan.FromSeconds(10), limits: new Limits(_ => time.Advance(TimeSpan.FromSeconds(3))));

        Assert.Equal("ERROR 1\n(counting was ended after 5 s; the next check goes on from there)\n", slow.Output);
        Assert.Equal("ERROR 2\n", (await _bench.CheckAsync()).Output);
    }

    [Fact]
    public async Task Run_CancelledWhileItReads_KeepsThePlace()
    {
        _bench.Append("ERROR 1");
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.CheckAsync(limits: new Limits(_ => cancel.Cancel()), ct: cancel.Token));

        Assert.Equal("ERROR 1\n", (await _bench.CheckAsync()).Output);
    }

    [Fact]
    public async Task Run_PlaceCannotBeKept_Throws()
    {
        _bench.Append("ERROR 1");
        File.WriteAllText(_bench.DataFolder, "in the way");

        await Assert.ThrowsAsync<IOException>(() => _bench.CheckAsync());
    }

    private sealed class Limits(Action<string> check) : LocalLimits
    {
        public override void CheckPath(string path) => check(path);
    }
}
