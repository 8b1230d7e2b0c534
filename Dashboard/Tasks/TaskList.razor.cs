using Keeper.Dashboard.Agents.Model;
using Keeper.Dashboard.Live;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Dashboard.Vpcs;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Microsoft.AspNetCore.Components;

namespace Keeper.Dashboard.Tasks;

/// <summary>The list of tasks.</summary>
public sealed partial class TaskList : LivePage<TasksView>
{
    private TasksState _state = new();

    protected override void ReadState(string query) => _state = TasksState.Read(query);

    protected override bool Concerns(LiveChange change) =>
        change.Subject is LiveSubject.Tasks && (_state.Vpc is null || _state.Vpc == change.Vpc);

    protected override async Task<TasksView> LoadAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        var list = Cluster.GetGrain<ITaskListGrain>(0);
        var counts = list.CountAsync(state.Vpc);
        var page = list.ListAsync(state.ToTaskQuery());
        var vpcs = VpcNames.ListAsync(Cluster);
        var agents = Cluster.GetGrain<IFleetGrain>(0).ListAsync(new AgentQuery { Vpc = state.Vpc, Limit = FleetView.MaxAgents });
        var names = (await agents).Items.ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal);
        return new TasksView(await page, await counts, await vpcs, names);
    }

    private void Search(string text) => Go((_state.FromStart() with { Search = text.Trim() is { Length: > 0 } search ? search : null }).ToUri(), replace: true);

    private void Choose(TasksState state) => Go(state.FromStart().ToUri());

    private static string? Value(ChangeEventArgs e) => e.Value as string is { Length: > 0 } value ? value : null;

    // Kinds that Keeper knows, those on the page, and the chosen one, also when nothing has it.
    private IEnumerable<string> Kinds(TasksView view) =>
        InstructionKinds.Names.Concat(view.Page.Items.Select(t => t.Kind)).Concat(_state.Kind is { } kind ? [kind] : [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
