using Keeper.Dashboard.Agents.Model;
using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Live;
using Keeper.Dashboard.Vpcs;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Keeper.Dashboard.Agents;

/// <summary>The first page: is everything well, and if not, where?</summary>
public sealed partial class Fleet : LivePage<FleetView>
{
    private const int PanelTasks = 6;

    private FleetState _state = new();

    [Inject] private DialogService Dialogs { get; set; } = null!;

    [Inject] private NotificationService Notices { get; set; } = null!;

    protected override void ReadState(string query) => _state = FleetState.Read(query);

    protected override bool Concerns(LiveChange change) =>
        change.Subject is LiveSubject.Agents || (_state.AgentId is not null && change.AgentId == _state.AgentId);

    protected override async Task<FleetView> LoadAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        var fleet = Cluster.GetGrain<IFleetGrain>(0);
        var counts = fleet.CountAsync();
        var agents = fleet.ListAsync(new AgentQuery { Vpc = state.Vpc, Health = state.Health, Text = state.Search, Limit = FleetView.MaxAgents });
        var vpcs = VpcNames.ListAsync(Cluster);
        var (selected, tasks) = await SelectedAsync(state.AgentId);
        var page = await agents;
        return new FleetView(await counts, await vpcs, page.Items, page.Next is not null, selected, tasks);
    }

    private async Task<(AgentInfo? Agent, IReadOnlyList<TaskInfo> Tasks)> SelectedAsync(string? agentId)
    {
        if (agentId is null)
            return (null, []);
        var tasks = Cluster.GetGrain<ITaskListGrain>(0).ListAsync(new TaskQuery { AgentId = agentId, Limit = PanelTasks });
        return (await Cluster.GetGrain<IAgentGrain>(agentId).GetAsync(), (await tasks).Items);
    }

    private void Search(string text) => Go((_state with { Search = text.Trim() is { Length: > 0 } search ? search : null }).ToUri(), replace: true);

    private void ChooseVpc(ChangeEventArgs e) => Go((_state with { Vpc = e.Value as string is { Length: > 0 } vpc ? vpc : null }).ToUri());

    private async Task RemoveAsync(AgentInfo agent)
    {
        if (!await Dialogs.AskAsync($"Remove agent {agent.Name}?", "Its credential stops working at once and its tasks go to other agents of the VPC.", "Remove the agent"))
            return;
        var answer = await Actions.RemoveAgentAsync(agent.Id);
        Notices.Tell(answer);
        if (answer.Succeeded)
            Go((_state with { AgentId = null }).ToUri());
        await RefreshAsync();
    }

    private static string Words(AgentHealth health, int count) => health switch
    {
        AgentHealth.Unknown => count == 1 ? "agent never connected" : "agents never connected",
        _ => $"{(count == 1 ? "agent" : "agents")} {health.ToString().ToLowerInvariant()}",
    };

    private string Shown(FleetView view, int total) => _state.IsFiltered
        ? $"{view.Agents.Count}{(view.IsCut ? "+" : "")} of {Texts.Count(total, "agent")} shown"
        : Texts.Count(total, "agent");
}
