using Keeper.Dashboard.Access;
using Keeper.Dashboard.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Radzen;

namespace Keeper.Dashboard.Vpcs;

/// <summary>Makes an enrollment token and shows the command that uses it.</summary>
public sealed partial class EnrolDialog
{
    private IReadOnlyDictionary<string, string[]> _faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
    private int _seconds = 86_400;
    private int _uses = 1;
    private string? _token;

    [Parameter, EditorRequired] public string Vpc { get; set; } = "";

    [Inject] private Actions Actions { get; set; } = null!;

    [Inject] private DialogService Dialogs { get; set; } = null!;

    [Inject] private IOptions<DashboardOptions> Options { get; set; } = null!;

    private async Task IssueAsync()
    {
        if (_uses is < 1 or > 100_000)
        {
            _faults = Fault($"{_uses} agents; allowed are 1 to 100,000.");
            return;
        }

        var answer = await Actions.IssueTokenAsync(Vpc, _seconds, _uses);
        (_token, _faults) = answer.Succeeded ? (answer.Value, Fault()) : (null, Fault(answer.Message));
    }

    private static Dictionary<string, string[]> Fault(params string[] messages) =>
        messages.Length == 0 ? [] : new(StringComparer.Ordinal) { [""] = messages };
}
