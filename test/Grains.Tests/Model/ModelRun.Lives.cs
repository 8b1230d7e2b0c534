using Keeper.Grains.Tests.Hosting;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tests.Model;

// Second activations, second silos, second lives.
internal sealed partial class ModelRun : IAsyncDisposable
{
    private FormerSilo? _former;
    private FormerView? _view;
    private ModelBackup? _backup;

    public async ValueTask DisposeAsync() => await EndFormerAsync();

    /// <summary>A silo has begun with nothing in memory.</summary>
    private async Task BeginAsync()
    {
        _model.Now = _cluster.Clock.GetUtcNow();
        // A restore may have brought deleted ones back.
        foreach (var agent in _agents.Select(a => a.Id).Concat(_deleted))
            await _cluster.Agent(agent).GetAsync();
        _model.SiloRestarted();
    }

    private async Task ReloadAsync(ModelAgent agent)
    {
        await KeeperCluster.ReloadAsync(() => _cluster.Agent(agent.Id).GetAsync());
        await _cluster.Agent(agent.Id).GetAsync();
        _model.Reloaded(agent.Id);
    }

    /// <summary>Another silo goes on, and this one stands still with what it has in memory.</summary>
    private async Task LeaveBehindAsync(Func<Task<FormerSilo>> leave)
    {
        await EndFormerAsync();
        await SettleAsync();
        var rows = await RowsAsync();
        _view = new FormerView(rows.ToDictionary(r => r.Id, StringComparer.Ordinal), KnownAgents());
        _former = await leave();
        await BeginAsync();
    }

    /// <summary>
    /// An agent turns to a silo that was left behind, and that acts on what it remembers. Afterwards the present one reads
    /// everything again, for what the former one rightly knew it may have changed.
    /// </summary>
    private async Task PollFormerAsync(Step step, ModelAgent agent)
    {
        if (_former is null || !_view!.Knows(agent.Id))
            return;
        await SettleAsync();
        if (_former.MayWrite)
            _view.Look(await RowsAsync());
        else
            _view.LookAtAll(await RowsAsync());
        _model.Now = _former.Now;
        await agent.PollFormerAsync(_former, _view, step.Choice, step.Amount);
        await EndFormerAsync();
        Assert.Empty(_view.Overwritten(await RowsAsync()));
        await KeeperCluster.ReloadAsync(() => _cluster.VpcGrain().GetAsync());
        foreach (var each in _agents)
            await KeeperCluster.ReloadAsync(() => _cluster.Agent(each.Id).GetAsync());
        await BeginAsync();
    }

    private async Task BackUpAsync()
    {
        await SettleAsync();
        _backup = new ModelBackup(await _cluster.BackUpAsync(), _model.BackedUp(), KnownAgents());
    }

    /// <summary>The platform forgets; its agents do not.</summary>
    private async Task RestoreAsync()
    {
        if (_backup is not { } backup)
            return;
        await EndFormerAsync();
        await _cluster.RestoreAsync(backup.Data);
        _check.Restored();
        _deleted.AddRange(backup.Agents.Keys);
        for (var i = 0; i < _agents.Count; i++)
        {
            if (backup.Agents.TryGetValue(_agents[i].Id, out var known))
            {
                _agents[i].PlatformRestored(known);
                continue;
            }

            await _agents[i].ForgottenAsync();
            _agents[i] = await ConnectAsync();
        }

        _model.Restored(backup.Tasks);
        await BeginAsync();
    }

    private async Task EndFormerAsync()
    {
        if (_former is not null)
            await _former.DisposeAsync();
        _former = null;
    }

    private Dictionary<string, Installation> KnownAgents() => _agents.ToDictionary(a => a.Id, a => a.Known, StringComparer.Ordinal);

    private Task<IReadOnlyList<TaskRow>> RowsAsync() => _cluster.Database.Tasks.FindManyAsync([.. _model.Tasks.Select(t => t.Id)]);
}
