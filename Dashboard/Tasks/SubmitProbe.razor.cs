using Keeper.Dashboard.Access;
using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Dashboard.Vpcs;
using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;
using Microsoft.AspNetCore.Components;
using Orleans;
using Radzen;

namespace Keeper.Dashboard.Tasks;

/// <summary>Asks for a probe and shows every fault at its field, by the same rules as the API.</summary>
public sealed partial class SubmitProbe
{
    private readonly ProbeForm _form = new();
    private IReadOnlyDictionary<string, string[]> _faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
    private IReadOnlyList<string> _vpcs = [];
    private IReadOnlyList<string> _kinds = InstructionKinds.Names;
    private bool _busy;

    [Parameter] public string? Vpc { get; set; }

    [Inject] private IClusterClient Cluster { get; set; } = null!;

    [Inject] private Actions Actions { get; set; } = null!;

    [Inject] private DialogService Dialogs { get; set; } = null!;

    [Inject] private NotificationService Notices { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var agents = Cluster.GetGrain<IFleetGrain>(0).ListAsync(new AgentQuery { Limit = 1_000 });
        _vpcs = await VpcNames.ListAsync(Cluster);
        _form.Vpc = Vpc is not null && _vpcs.Contains(Vpc) ? Vpc : _vpcs is [var first, ..] ? first : "";
        _kinds = [.. InstructionKinds.Names
            .Concat((await agents).Items.SelectMany(a => a.Executors).Select(e => e.Kind))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private void ChooseKind(ChangeEventArgs e) => _form.ChooseKind(e.Value?.ToString() ?? "");

    private async Task SubmitAsync()
    {
        var request = _form.Read(out _faults);
        if (request is null)
            return;
        _busy = true;
        var answer = await Actions.SubmitTaskAsync(request);
        _busy = false;
        if (!answer.Succeeded)
        {
            _faults = new Dictionary<string, string[]>(StringComparer.Ordinal) { [answer.Value ?? ""] = [answer.Message] };
            return;
        }

        Notices.Tell(answer);
        Dialogs.Close();
        Navigation.NavigateTo($"/tasks/{answer.Value}");
    }
}
