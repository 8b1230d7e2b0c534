using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Tests.Probes.Log;

/// <summary>What logrotate and its like do to a file between two checks.</summary>
public sealed class LogRotationTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_Renamed_ReadsTheRestOfTheOldAndThenTheNew()
    {
        await StartAsync("ERROR 1");
        _bench.Append("ERROR 2");
        File.AppendAllText(_bench.Log, "ERROR 3 without end");
        File.Move(_bench.Log, _bench.In("app.log.1"));
        _bench.Append("ERROR 4");

        Assert.Equal("ERROR 2\nERROR 3 without end\nERROR 4\n(the file was rotated)\n", await ReadAsync());
        Assert.Equal("", await ReadAsync());
    }

    [Fact]
    public async Task Run_RenamedWithEqualContent_IsToldByTheSystemsName()
    {
        // Nothing in the content tells the new file from the old one.
        await StartAsync("ERROR");
        File.Move(_bench.Log, _bench.In("app.log.1"));
        _bench.Append("ERROR", "ERROR");

        Assert.Equal("ERROR\nERROR\n(the file was rotated)\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_RenamedAndNoNewOneYet_ReadsTheRestAndLaterTheNew()
    {
        await StartAsync("ERROR 1");
        _bench.Append("ERROR 2");
        File.Move(_bench.Log, _bench.In("app-20261122.log"));

        Assert.Equal($"ERROR 2\n('{_bench.Log}' was renamed, and there is no new one yet)\n", await ReadAsync());
        File.AppendAllText(_bench.In("app-20261122.log"), "ERROR 3\n");
        _bench.Append("ERROR 4");
        Assert.Equal("ERROR 3\nERROR 4\n(the file was rotated)\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_RenamedWhileEmpty_ReadsWhatCameIntoIt()
    {
        File.WriteAllText(_bench.Log, "");
        Assert.Equal("", await ReadAsync());
        _bench.Append("ERROR 1");
        File.Move(_bench.Log, _bench.In("app.log.1"));
        _bench.Append("ERROR 2");

        Assert.Equal("ERROR 1\nERROR 2\n(the file was rotated)\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_CopiedAndCut_ReadsTheRestOfTheCopyAndThenTheNew()
    {
        await StartAsync("ERROR 1", "more");
        _bench.Append("ERROR 2");
        CopyAndCut();
        _bench.Append("ERROR 3");

        Assert.Equal("ERROR 2\nERROR 3\n(the file was rotated)\n", await ReadAsync());
        Assert.Equal("", await ReadAsync());
    }

    [Fact]
    public async Task Run_CutAndGrownBeyondTheOldEnd_IsNotTakenForTheOld()
    {
        await StartAsync("start of service", "ERROR 1");
        File.WriteAllText(_bench.Log, "start of service\nERROR 2\nERROR 3\nERROR 4\n");

        Assert.Equal(
            "ERROR 2\nERROR 3\nERROR 4\n(the file was cut or replaced, and what it held before is not to be found)\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_CutToNothing_StartsAtItsBeginning()
    {
        await StartAsync("ERROR 1");
        File.WriteAllText(_bench.Log, "");
        Assert.StartsWith("(the file was cut", await ReadAsync(), StringComparison.Ordinal);
        _bench.Append("ERROR 2");

        Assert.Equal("ERROR 2\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_CutUnderAWriterThatDoesNotAppend_ReadsBehindTheHole()
    {
        await StartAsync("ERROR 1");
        using (var file = File.OpenWrite(_bench.Log))
        {
            file.SetLength(0);
            file.Seek(5_000, SeekOrigin.Begin);
            file.Write("ERROR 2\n"u8);
        }

        Assert.StartsWith("ERROR 2\n", await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RenamedAndCompressed_SaysThatItIsNotToBeFound()
    {
        await StartAsync("ERROR 1");
        File.Delete(_bench.Log);
        File.WriteAllText(_bench.In("app.log.1.gz"), "ERROR 1\nwhatever");
        File.WriteAllText(_bench.Log, "ERROR 2\n");

        Assert.Equal("ERROR 2\n(the file was cut or replaced, and what it held before is not to be found)\n", await ReadAsync());
    }

    [Fact]
    public async Task Run_NotThereAtFirst_IsReadFromItsFirstByteOnWhenItAppears()
    {
        object fromEnd = new { path = _bench.Log, pattern = "ERROR", from = "end" };
        var missing = await _bench.CheckAsync(fromEnd);
        _bench.Append("ERROR 1");

        Assert.Equal((Outcome.TargetFailed, $"there is no file '{_bench.Log}'"), (missing.Outcome, missing.Message));
        Assert.Equal("ERROR 1\n", (await _bench.CheckAsync(fromEnd)).Output);
    }

    [Fact]
    public async Task Run_RemovedAndBackAgain_FailsMeanwhileAndGoesOn()
    {
        await StartAsync("ERROR 1");
        File.Move(_bench.Log, _bench.In("elsewhere"));
        Assert.Equal(Outcome.TargetFailed, (await _bench.CheckAsync()).Outcome);
        File.Move(_bench.In("elsewhere"), _bench.Log);
        _bench.Append("ERROR 2");

        Assert.Equal("ERROR 2\n", await ReadAsync());
    }

    private async Task StartAsync(params string[] lines)
    {
        _bench.Append(lines);
        await _bench.CheckAsync();
    }

    private async Task<string> ReadAsync() => (await _bench.CheckAsync()).Output;

    private void CopyAndCut()
    {
        File.Copy(_bench.Log, _bench.In("app.log.1"));
        using var file = File.OpenWrite(_bench.Log);
        file.SetLength(0);
    }
}
