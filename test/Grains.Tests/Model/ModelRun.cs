using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Storage;

namespace Keeper.Grains.Tests.Model;

/// <summary>Takes the same steps with a silo and with the model, and compares them after each.</summary>
internal sealed partial class ModelRun
{
    private const int Agents = 2;

    private readonly KeeperCluster _cluster;
    private readonly ReferenceModel _model = new();
    private readonly RowCheck _check = new();
    private readonly List<ModelAgent> _agents = [];
    private readonly List<string> _deleted = [];
    private int _enrolled;

    private ModelRun(KeeperCluster cluster) => _cluster = cluster;

    public static async Task RunAsync(IReadOnlyList<Step> steps, ClusterData data)
    {
        await using var cluster = await KeeperCluster.StartAsync(data: data);
        await using var run = new ModelRun(cluster);
        for (var i = 0; i < Agents; i++)
            run._agents.Add(await run.ConnectAsync());
        for (var i = 0; i < steps.Count; i++)
        {
            await run.TakeAsync(steps[i]);
            await run.CompareAsync($"step {i}, {steps[i]}");
        }

        await run.FinishAsync();
    }

    private async Task<ModelAgent> ConnectAsync() =>
        new(_cluster, _model, await _cluster.ConnectAsync($"agent{_enrolled++}"));

    private async Task TakeAsync(Step step)
    {
        _model.Now = _cluster.Clock.GetUtcNow();
        var agent = _agents[step.Agent];
        switch (step.What)
        {
            case Happening.Submit:
                await SubmitAsync(step);
                break;
            case Happening.TimePasses:
                await PassAsync(step.Amount + 1);
                break;
            case Happening.SiloRestarts:
                await _cluster.RestartAsync(TimeSpan.FromSeconds(step.Choice % 2 * 10 * step.Amount));
                await BeginAsync();
                break;
            case Happening.GrainLeavesMemory:
                await ReloadAsync(agent);
                break;
            case Happening.SiloLeftBehind:
                await LeaveBehindAsync(_cluster.LeaveBehindAsync);
                break;
            case Happening.AnotherTakesOver:
                await LeaveBehindAsync(_cluster.HasTerms ? _cluster.TakeOverAsync : _cluster.LeaveBehindAsync);
                break;
            case Happening.FormerSiloIsPolled:
                await PollFormerAsync(step, agent);
                break;
            case Happening.BackedUp:
                await BackUpAsync();
                break;
            case Happening.Restored:
                await RestoreAsync();
                break;
            case Happening.AgentDeleted:
                await agent.DeleteAsync();
                _deleted.Add(agent.Id);
                _agents[step.Agent] = await ConnectAsync();
                await SettleAsync();
                await SweepAsync();
                break;
            default:
                await FailingAsync(step.WriteFails, agent, () => ActAsync(step, agent));
                break;
        }
    }

    private Task ActAsync(Step step, ModelAgent agent) => step.What switch
    {
        Happening.Poll => agent.PollAsync(step.Choice, step.Amount, reports: 0),
        Happening.PollAnswerLost => agent.PollAsync(step.Choice, step.Amount, reports: 1, answerLost: true),
        Happening.PollAndReport => agent.PollAsync(step.Choice, step.Amount, reports: 4),
        Happening.Take => agent.TakeAsync(step.Amount),
        Happening.Report => agent.ReportAsync(step.Choice, reports: 3),
        Happening.AgentRestarts => agent.RestartAsync(),
        Happening.AnotherInstallation => agent.ReplaceAsync(),
        Happening.AgentShutsDown => agent.ByeAsync(),
        Happening.OperatorCancels => CancelAsync(step.Choice),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "cannot be done by an agent"),
    };

    /// <summary>A write that fails changes nothing, and says so.</summary>
    private async Task FailingAsync(bool fails, ModelAgent agent, Func<Task> act)
    {
        if (fails)
            _cluster.Store.BeforeWrite = () => throw new StoreUnavailableException("the disk is full");
        try
        {
            await act();
        }
        catch (Exception fault) when (fails && (fault is StoreUnavailableException || IsOnItsWay(fault)))
        {
            _model.Failed(agent.Id);
        }
        finally
        {
            _cluster.Store.BeforeWrite = null;
        }
    }

    /// <summary>A task that can't finish its way to an agent can't be cancelled on it either.</summary>
    private static bool IsOnItsWay(Exception fault) =>
        fault is TimeoutException && fault.Message.Contains("changes hands", StringComparison.Ordinal);

    private async Task SubmitAsync(Step step)
    {
        var repeatable = step.Choice % 3 != 0;
        var task = (repeatable ? Sample.Port() : Sample.Command()) with
        {
            AgentId = step.Choice % 4 == 0 ? _agents[step.Agent].Id : null,
            ExpireAfterSeconds = step.Choice % 5 == 0 ? 10 : 300,
            RunTimeoutSeconds = step.Choice % 7 == 0 ? 1 : 60,
            Priority = step.Amount % 3,
        };
        var id = await _cluster.SubmitAsync(task);
        _model.Submitted(new ModelTask(id, repeatable, task.AgentId, _model.Now.AddSeconds(task.ExpireAfterSeconds), task.RunTimeoutSeconds));
    }

    private async Task CancelAsync(int choice)
    {
        if (_model.Tasks.Count == 0)
            return;
        var task = _model.Tasks.ElementAt(choice % _model.Tasks.Count);
        var answer = await CancelAsync(task);
        Assert.Equal(!task.State.IsTerminal(), answer.Cancelled);
        if (answer.Cancelled)
            task.State = TaskState.Cancelled;
    }

    /// <summary>
    /// A task that is just changing hands is asked for again after a pause; real writes are under way while virtual time
    /// stands still, so that it may take more than the grain's own tries.
    /// </summary>
    private async Task<CancelAnswer> CancelAsync(ModelTask task)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        var paused = TimeSpan.Zero;
        var cancelled = _cluster.Task(task.Id).CancelAsync("by the model");
        while (await Task.WhenAny(cancelled, _cluster.Clock.WhenTimerArmedAsync(pause)) != cancelled)
        {
            await SettleAsync();
            paused += pause;
            _cluster.Clock.Advance(pause);
        }

        if (paused > TimeSpan.Zero)
            _cluster.Clock.Advance(TimeSpan.FromSeconds(1) - paused);
        return await cancelled;
    }

    /// <summary>Waits until no task is on its way from a VPC to an agent; while the store takes no writes none gets anywhere.</summary>
    private async Task SettleAsync()
    {
        if (_cluster.Store.BeforeWrite is not null)
            return;
        // The writer takes turns: what was queued before this is on disk when this returns.
        for (var i = 0; i < 3; i++)
        {
            await _cluster.Database.Tasks.ResultTriedAsync("nobody's", 0, null);
            await _cluster.VpcGrain().CheckDueAsync();
        }
    }

    /// <summary>Second by second, so that no two deadlines are met in an order of chance.</summary>
    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            _model.Now = _cluster.Clock.GetUtcNow();
            foreach (var agent in _agents)
                await _cluster.Agent(agent.Id).CheckDueAsync();
            await SweepAsync();
            await _cluster.VpcGrain().CheckDueAsync();
            _model.Passed();
            await CompareAsync($"second {i + 1}");
        }
    }

    /// <summary>As the sweeper does: a task that was on its way to an agent when that was deleted goes back to the VPC.</summary>
    private async Task SweepAsync()
    {
        foreach (var id in _deleted)
            await _cluster.Agent(id).CheckDueAsync();
    }

    private async Task CompareAsync(string when)
    {
        var rows = await _cluster.Database.Tasks.FindManyAsync([.. _model.Tasks.Select(t => t.Id)]);
        var faults = _check.Faults(_model, rows).ToList();
        Assert.True(faults.Count == 0, $"{when}:\n{string.Join('\n', faults)}");
    }

    /// <summary>Once nothing goes wrong any more, every task ends.</summary>
    private async Task FinishAsync()
    {
        for (var round = 0; round < 60 && _model.Tasks.Any(t => !t.State.IsTerminal()); round++)
        {
            foreach (var agent in _agents)
                await agent.WorkAsync();
            await PassAsync(5);
        }

        Assert.All(_model.Tasks, t => Assert.True(t.State.IsTerminal(), $"{t.Id} is {t.State} for ever"));
    }
}
