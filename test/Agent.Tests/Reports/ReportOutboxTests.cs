using Keeper.Agent.Reports;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Agent.Tests.Reports;

public sealed class ReportOutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_ProcessGone_ReportIsThereAgain()
    {
        // Not disposed: what is on disk is what the process had been promised, as after a kill -9.
        var outbox = await OpenAsync();
        await outbox.AddAsync(Report("t1"));

        await using var again = await OpenAsync();

        Assert.Equivalent(Report("t1"), Assert.Single(again.Reports).Report);
        await outbox.DisposeAsync();
    }

    [Fact]
    public async Task Remove_Reopened_StaysRemoved()
    {
        await using (var outbox = await OpenAsync())
        {
            await outbox.AddAsync(Report("t1"));
            await outbox.AddAsync(Report("t2"));
            outbox.Remove([new AttemptRef("t1", 1)]);
        }

        await using var again = await OpenAsync();

        Assert.Equal("t2", Assert.Single(again.Reports).Report.TaskId);
        Assert.False(again.Contains(new AttemptRef("t1", 1)));
    }

    [Fact]
    public async Task IsFull_AtTheLimitOfReports_UntilOneIsSettled()
    {
        await using var outbox = await OpenAsync(o => o with { MaxOutboxReports = 2 });
        await outbox.AddAsync(Report("t1"));
        var before = outbox.IsFull;
        await outbox.AddAsync(Report("t2"));
        var full = outbox.IsFull;
        outbox.Remove([new AttemptRef("t1", 1)]);

        Assert.Equal((false, true, false), (before, full, outbox.IsFull));
    }

    [Fact]
    public async Task IsFull_AtTheLimitOfBytes_AlsoAfterReopening()
    {
        await using (var outbox = await OpenAsync(o => o with { MaxOutboxBytes = 64 << 10 }))
        {
            for (var i = 0; i < 5; i++)
                await outbox.AddAsync(Report($"t{i}", new string('x', TaskResult.MaxOutputLength)));
            Assert.True(outbox.IsFull);
        }

        await using var again = await OpenAsync(o => o with { MaxOutboxBytes = 64 << 10 });

        Assert.True(again.IsFull);
    }

    [Fact]
    public async Task Open_DamagedFile_KeepsTheRestAndSaysSo()
    {
        await using (var outbox = await OpenAsync())
        {
            await outbox.AddAsync(Report("t1"));
            await outbox.AddAsync(Report("t2"));
        }

        var path = _folder.Combine("outbox.log");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var logs = new RecordingLogs();

        await using var again = await OpenAsync(logs: logs);

        Assert.Equal("t2", Assert.Single(again.Reports).Report.TaskId);
        Assert.Contains(logs.Entries.Items, e => e.Id == 1640);
    }

    internal static TaskReport Report(string taskId, string output = "", TaskState state = TaskState.Succeeded) => new()
    {
        TaskId = taskId,
        Attempt = 1,
        State = state,
        At = DateTimeOffset.UnixEpoch,
        Result = state.IsTerminal() ? new TaskResult { Outcome = Outcome.Success, Message = "ok", Output = output } : null,
    };

    private Task<ReportOutbox> OpenAsync(Func<AgentOptions, AgentOptions>? change = null, RecordingLogs? logs = null)
    {
        var options = RunningAgent.Options(["http://127.0.0.1:1"], _folder.Path);
        return ReportOutbox.OpenAsync(
            change is null ? options : change(options),
            logs is null ? NullLogger<ReportOutbox>.Instance : new Microsoft.Extensions.Logging.Logger<ReportOutbox>(logs),
            CancellationToken.None);
    }
}
