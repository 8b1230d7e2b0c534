using Keeper.Dashboard.Access;
using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Kinds.Model;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Dashboard.Vpcs;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Microsoft.AspNetCore.Components;
using Orleans;
using Radzen;

namespace Keeper.Dashboard.Tasks;

/// <summary>Asks for a task by a form made from the kind's schema, and shows every fault at its field, by the rules of the API.</summary>
public sealed partial class NewTask
{
    // More agents than anybody would look through; the VPC chooses better.
    private const int MaxAgents = 200;

    private readonly TaskForm _form = new();
    private FormFaults _faults = FormFaults.None;
    private IReadOnlyList<string> _vpcs = [];
    private IReadOnlyList<AnnouncedKind> _announced = [];
    private IReadOnlyList<AgentInfo> _agents = [];
    private KindChoice? _kinds;
    private string? _problem;
    private bool _busy;

    [SupplyParameterFromQuery(Name = "vpc")] private string? Vpc { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] private string? Kind { get; set; }

    /// <summary>A task to start from.</summary>
    [SupplyParameterFromQuery(Name = "from")] private string? From { get; set; }

    [Inject] private IClusterClient Cluster { get; set; } = null!;

    [Inject] private Actions Actions { get; set; } = null!;

    [Inject] private CurrentUser CurrentUser { get; set; } = null!;

    [Inject] private NotificationService Notices { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private PageFocus Focus { get; set; } = null!;

    /// <summary>The address of the form.</summary>
    internal static string UriOf(string? vpc = null, string? kind = null, string? from = null) =>
        "/tasks/new" + QueryText.Write().Add("vpc", vpc).Add("kind", kind).Add("from", from);

    protected override async Task OnInitializedAsync()
    {
        // What is typed before the connection stands would be lost with the prerendered page.
        if (!RendererInfo.IsInteractive)
            return;
        if (!(await CurrentUser.GetAsync()).CanOperate())
        {
            _problem = "Your role may look at tasks, not submit them.";
            return;
        }

        var kinds = Cluster.GetGrain<IFleetGrain>(0).KindsAsync(null);
        _vpcs = await VpcNames.ListAsync(Cluster);
        _announced = await kinds;
        await StartAsync(From is null ? null : await Cluster.GetGrain<ITaskGrain>(From).GetAsync());
    }

    private async Task StartAsync(TaskInfo? origin)
    {
        _form.Vpc = origin?.Vpc ?? (Vpc is not null && _vpcs.Contains(Vpc) ? Vpc : _vpcs is [var first, ..] ? first : "");
        _kinds = KindChoice.Of(_announced, _form.Vpc);
        if (origin is not null && _kinds.Find(origin.Kind) is { } known)
            _form.Load(origin, known);
        else if (origin is not null)
            _problem = $"Neither Keeper nor an agent knows the kind {origin.Kind} (any more).";
        else if ((_kinds.Find(Kind) ?? _kinds.First()) is { } chosen)
            _form.Choose(chosen);
        _agents = await AgentsAsync();
    }

    private async Task ChooseVpc(ChangeEventArgs e)
    {
        _form.Vpc = e.Value?.ToString() ?? "";
        _form.AgentId = "";
        _kinds = KindChoice.Of(_announced, _form.Vpc);
        _agents = await AgentsAsync();
        Remember();
    }

    private async Task ChooseKind(ChangeEventArgs e)
    {
        if (_kinds?.Find(e.Value?.ToString()) is not { } kind)
            return;
        _form.Choose(kind);
        _faults = FormFaults.None;
        _agents = await AgentsAsync();
        Remember();
    }

    private async Task<IReadOnlyList<AgentInfo>> AgentsAsync()
    {
        var page = await Cluster.GetGrain<IFleetGrain>(0).ListAsync(new AgentQuery { Vpc = _form.Vpc, Limit = MaxAgents });
        return [.. page.Items.Where(a => a.Executors.Any(e => e.Kind == _form.Kind?.Kind))];
    }

    // The address leads back to the same form; what was typed is not part of it.
    private void Remember() => Navigation.NavigateTo(UriOf(_form.Vpc, _form.Kind?.Kind, From), replace: true);

    private async Task SubmitAsync()
    {
        if (_busy)
            return;
        var request = _form.Read(out var faults);
        _faults = new FormFaults(faults);
        if (request is null)
        {
            await Focus.WhenShownAsync(FaultSummary.Id);
            return;
        }

        _busy = true;
        var answer = await Actions.SubmitTaskAsync(request);
        _busy = false;
        if (answer.Succeeded)
        {
            Notices.Tell(answer);
            Navigation.NavigateTo($"/tasks/{answer.Value}");
            return;
        }

        _form.Refused();
        _faults = new FormFaults(new Dictionary<string, string[]>(StringComparer.Ordinal) { [answer.Value ?? ""] = [answer.Message] });
        await Focus.WhenShownAsync(FaultSummary.Id);
    }

    /// <summary>The id of the input of a field; inside a map or a field edited as JSON, that of the nearest one around.</summary>
    private string IdOf(string path) =>
        !path.StartsWith("arguments", StringComparison.Ordinal) ? $"task-{path}"
        : path == "arguments" || _form.Arguments is null or { ShowsJson: true } ? "arguments"
        : FieldIds.Of(_form.Arguments.Root, path["arguments.".Length..], "arg");
}
