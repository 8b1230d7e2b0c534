using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Tasks;

public sealed class TaskWatchTests : IAsyncLifetime
{
    private static readonly string[] Watch = ["task", "watch", Samples.TaskId];
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeOperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Watch_StepsArrive_PrintsEachOnceWithItsTime()
    {
        OnTask(Reply.Ok(Samples.Created), Reply.Ok(Samples.Running), Reply.Ok(Samples.Succeeded));

        var run = await CliRun.Against(_api).RunAsync(Watch);

        Assert.Equal(0, run.Code);
        Assert.Equal(["", "?waitSeconds=1", "?waitSeconds=1"], _api.Requests.Items.Select(r => r.Query));
        var lines = run.Out.Split('\n');
        Assert.Equal("15:00:00.000Z     +0.000 s  CREATED      step 0", lines[0]);
        Assert.Equal("15:00:01.000Z     +1.000 s  DISPATCHING  step 1  agent agent-1, attempt 1", lines[1]);
        Assert.StartsWith("15:00:02.000Z     +2.000 s  RUNNING", lines[2]);
        Assert.StartsWith("15:00:03.000Z     +3.000 s  SUCCEEDED", lines[3]);
        Assert.Equal("result", lines[4]);
    }

    [Fact]
    public async Task Watch_Json_PrintsTheTaskAfterEachStepOnALine()
    {
        OnTask(Reply.Ok(Samples.Created), Reply.Ok(Samples.Running), Reply.Ok(Samples.Failed));

        var run = await CliRun.Against(_api).RunAsync([.. Watch, "--json"]);

        Assert.Equal(1, run.Code);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        JsonAssert.Equal(Samples.Created, lines[0]);
        JsonAssert.Equal(Samples.Running, lines[1]);
        JsonAssert.Equal(Samples.Failed, lines[2]);
    }

    [Fact]
    public async Task Watch_ServerAnswersAtOnceWithoutChange_IsAskedOnceASecond()
    {
        OnTask(Reply.Ok(Samples.Running), Reply.Ok(Samples.Running), Reply.Ok(Samples.Succeeded));
        var time = new ManualTimeProvider();
        var running = new CliRun { Time = time }.Asking(_api).RunAsync(Watch);

        await time.WhenTimerArmedAsync(TimeSpan.FromSeconds(1)).Within("the pause after an answer without change");
        Assert.Equal(2, _api.Requests.Items.Count);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await running).Code);
        Assert.Equal(3, _api.Requests.Items.Count);
    }

    [Fact]
    public async Task Watch_ServerGoesAwayAndComesBack_GoesOnAndSaysSo()
    {
        OnTask(Reply.Ok(Samples.Running), new Reply(503), Reply.Ok(Samples.Succeeded));
        var time = new ManualTimeProvider();
        var running = new CliRun { Time = time }.Asking(_api).RunAsync(Watch);

        await time.WhenTimerArmedAsync(TimeSpan.FromSeconds(1)).Within("the pause while the server is away");
        time.Advance(TimeSpan.FromSeconds(1));

        var run = await running;
        Assert.Equal(0, run.Code);
        Assert.Contains("The server is away, waiting for it: 503", run.Error);
    }

    [Fact]
    public async Task Watch_PatienceEnds_ExitsWith6()
    {
        OnTask(Reply.Ok(Samples.Running));
        var time = new ManualTimeProvider();
        var running = new CliRun { Time = time }.Asking(_api).RunAsync([.. Watch, "--wait", "1s"]);

        await time.WhenTimerArmedAsync(TimeSpan.FromSeconds(1)).Within("the last pause");
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(6, (await running).Code);
    }

    [Fact]
    public async Task Watch_UnknownTask_ExitsWith5()
    {
        OnTask(Reply.Problem(404, "No such task"));

        Assert.Equal(5, (await CliRun.Against(_api).RunAsync(Watch)).Code);
    }

    [Fact]
    public async Task Watch_Interrupted_ExitsWith130AndSaysThatTheTaskGoesOn()
    {
        OnTask(Reply.Ok(Samples.Running), Reply.Ok(Samples.Running) with { Never = true });
        using var interrupt = new CancellationTokenSource();
        var running = new CliRun { Cancellation = interrupt.Token }.Asking(_api).RunAsync(Watch);

        await _api.Requests.WhenAsync(r => r.Count == 2, "the waiting request");
        await interrupt.CancelAsync();

        var run = await running;
        Assert.Equal(130, run.Code);
        Assert.Contains($"keeper task cancel {Samples.TaskId}", run.Error);
    }

    private void OnTask(params Reply[] replies) => _api.On($"GET /api/v1/tasks/{Samples.TaskId}", replies);
}
