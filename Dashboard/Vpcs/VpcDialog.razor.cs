using Keeper.Dashboard.Access;
using Keeper.Dashboard.Controls;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Validation;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Keeper.Dashboard.Vpcs;

/// <summary>Makes a VPC, or changes what is said of one.</summary>
public sealed partial class VpcDialog
{
    private IReadOnlyDictionary<string, string[]> _faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
    private string _name = "";
    private string _description = "";

    [Parameter] public VpcInfo? Vpc { get; set; }

    [Inject] private Actions Actions { get; set; } = null!;

    [Inject] private DialogService Dialogs { get; set; } = null!;

    [Inject] private NotificationService Notices { get; set; } = null!;

    protected override void OnInitialized() => (_name, _description) = (Vpc?.Name ?? "", Vpc?.Description ?? "");

    private async Task SaveAsync()
    {
        var faults = new Faults();
        var name = _name.Trim();
        Names.Check(name, "name", faults);
        _faults = faults.ByField();
        if (!faults.None)
            return;
        var answer = await Actions.PutVpcAsync(name, _description.Trim());
        if (answer.Succeeded)
        {
            Notices.Tell(answer);
            Dialogs.Close();
            return;
        }

        _faults = new Dictionary<string, string[]>(StringComparer.Ordinal) { [""] = [answer.Message] };
    }
}
