using Keeper.Agent.Reports;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Signal = Keeper.Agent.Polling.Signal;

namespace Keeper.Agent.Tests.Reports;

public sealed class ReportQueueTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogs _logs = new();
    private ReportOutbox _outbox = null!;
    private ReportQueue _queue = null!;

    public async Task InitializeAsync()
    {
        _outbox = await ReportOutbox.OpenAsync(RunningAgent.Options(["http://127.0.0.1:1"], _folder.Path), NullLogger<ReportOutbox>.Instance, CancellationToken.None);
        _queue = new ReportQueue(_outbox, new Signal(), new Logger<ReportQueue>(_logs));
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Take_RunningAndEndOfOneAttempt_GoTogetherInOrder()
    {
        _queue.Add(PendingReport.Of(ReportOutboxTests.Report("t1", state: TaskState.Running)));
        await AddEndAsync("t1");

        Assert.Equal([TaskState.Running, TaskState.Succeeded], _queue.Take().Select(r => r.Report.State));
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public async Task Take_ManyOrLarge_StaysWithinTheBoundsOfARequest()
    {
        for (var i = 0; i < 501; i++)
            _queue.Add(PendingReport.Of(ReportOutboxTests.Report($"s{i}", state: TaskState.Running)));
        var byNumber = _queue.Take().Count;
        var rest = _queue.Take().Count;
        for (var i = 0; i < 200; i++)
            await AddEndAsync($"t{i}", new string('x', TaskResult.MaxOutputLength));

        Assert.Equal((500, 1), (byNumber, rest));
        Assert.InRange(_queue.Take().Sum(r => r.Size), 1, 2 << 20);
    }

    [Fact]
    public async Task Settle_Accepted_LeavesTheOutbox()
    {
        await AddEndAsync("t1");

        _queue.Settle(_queue.Take(), [new AttemptRef("t1", 1)], []);

        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task DropFormer_PlatformRestored_DropsOnlyWhatAnEarlierIncarnationHandedOut()
    {
        await AddEndAsync("former", incarnation: "lost");
        await AddEndAsync("current", incarnation: "restored");

        Assert.Equal(1, _queue.DropFormer("restored"));

        Assert.Equal("current", Assert.Single(_queue.Take()).Report.TaskId);
        Assert.Equal("current", Assert.Single(_outbox.Reports).Report.TaskId);
    }

    [Fact]
    public async Task DropFormer_SameAttemptRunAnewMeanwhile_AnswerToTheOldRequestLeavesItsResult()
    {
        await AddEndAsync("t1", incarnation: "lost");
        var onTheWay = _queue.Take();
        _queue.DropFormer("restored");
        await AddEndAsync("t1", incarnation: "restored");

        _queue.Settle(onTheWay, [], [new RefusedReport("t1", 1, "of an earlier incarnation")]);

        Assert.Equal("restored", Assert.Single(_outbox.Reports).Report.Incarnation);
    }

    [Fact]
    public async Task Settle_RunningAcceptedWhileTheEndArrives_KeepsTheEnd()
    {
        _queue.Add(PendingReport.Of(ReportOutboxTests.Report("t1", state: TaskState.Running)));
        var onTheWay = _queue.Take();
        await AddEndAsync("t1");

        _queue.Settle(onTheWay, [new AttemptRef("t1", 1)], []);

        Assert.Equal((1, TaskState.Succeeded), (_outbox.Count, Assert.Single(_queue.Take()).Report.State));
    }

    [Fact]
    public void Settle_RunningRefused_DisownsTheAttempt()
    {
        var disowned = new List<AttemptRef>();
        _queue.Disowned = (attempt, _) => disowned.Add(attempt);
        _queue.Add(PendingReport.Of(ReportOutboxTests.Report("t1", state: TaskState.Running)));

        _queue.Settle(_queue.Take(), [], [new RefusedReport("t1", 1, "attempt 2 is current")]);

        Assert.Equal([new AttemptRef("t1", 1)], disowned);
    }

    [Fact]
    public async Task Settle_EndRefused_IsForgottenAndLogged()
    {
        await AddEndAsync("t1");

        _queue.Settle(_queue.Take(), [], [new RefusedReport("t1", 1, "no such task")]);

        Assert.Equal(0, _outbox.Count);
        Assert.Contains(_logs.Entries.Items, e => e.Message.Contains("no such task", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settle_NotNamed_GoesAgain()
    {
        await AddEndAsync("t1");

        var unnamed = _queue.Settle(_queue.Take(), [], []);

        Assert.Equal((1, "t1"), (unnamed, Assert.Single(_queue.Take()).Report.TaskId));
    }

    [Fact]
    public async Task Reject_OnePoisonedAmongMany_IsFoundAndDroppedAloneAndTheRestGoes()
    {
        for (var i = 0; i < 20; i++)
            await AddEndAsync($"t{i}");
        var (sent, requests) = (new List<string>(), 0);
        while (!_queue.IsEmpty)
        {
            Assert.True(++requests < 60, "too many requests");
            var batch = _queue.Take();
            if (batch.Any(r => r.Report.TaskId == "t13"))
            {
                _queue.Reject(batch, "400");
                continue;
            }

            sent.AddRange(batch.Select(r => r.Report.TaskId));
            _queue.Settle(batch, [.. batch.Select(r => r.Attempt)], []);
        }

        Assert.Equal(Enumerable.Range(0, 20).Where(i => i != 13).Select(i => $"t{i}"), sent);
        Assert.Equal(0, _outbox.Count);
        Assert.Contains(_logs.Entries.Items, e => e.Id == 1650 && e.Message.Contains("t13", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Return_RequestNotAnswered_GoesAgainBeforeYoungerOnes()
    {
        await AddEndAsync("t1");
        await AddEndAsync("t2");
        var batch = _queue.Take();
        await AddEndAsync("t3");

        _queue.Return(batch);

        Assert.Equal(["t1", "t2", "t3"], _queue.Take().Select(r => r.Report.TaskId));
    }

    private async Task AddEndAsync(string taskId, string output = "", string? incarnation = null) =>
        _queue.Add(await _outbox.AddAsync(ReportOutboxTests.Report(taskId, output) with { Incarnation = incarnation }));
}
