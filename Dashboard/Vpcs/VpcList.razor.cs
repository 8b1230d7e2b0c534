using Keeper.Dashboard.Live;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Vpcs;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Keeper.Dashboard.Vpcs;

/// <summary>The VPCs, and how agents get into them.</summary>
public sealed partial class VpcList : LivePage<VpcsView>
{
    private static readonly DialogOptions Options = new() { Width = "min(640px, 95vw)", CloseDialogOnEsc = true };

    [Inject] private DialogService Dialogs { get; set; } = null!;

    protected override void ReadState(string query)
    {
        // The page has no state: it is short.
    }

    protected override bool Concerns(LiveChange change) => change.Subject is LiveSubject.Agents;

    protected override async Task<VpcsView> LoadAsync(CancellationToken cancellationToken)
    {
        var counts = Cluster.GetGrain<IFleetGrain>(0).CountAsync();
        var page = await Cluster.GetGrain<IVpcListGrain>(0).ListAsync(VpcNames.Max, null);
        return new VpcsView(page.Items, page.Next is not null, await counts);
    }

    private async Task EditAsync(VpcInfo? vpc)
    {
        await Dialogs.OpenAsync<VpcDialog>(
            vpc is null ? "New VPC" : $"VPC {vpc.Name}",
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(VpcDialog.Vpc)] = vpc },
            Options);
        await RefreshAsync();
    }

    private async Task EnrolAsync(string vpc) => await Dialogs.OpenAsync<EnrolDialog>(
        $"Add an agent to {vpc}",
        new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(EnrolDialog.Vpc)] = vpc },
        Options);
}
