using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Live;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Radzen;

namespace Keeper.Dashboard.Tasks;

/// <summary>One task: what was asked, what happened when, and what came of it.</summary>
public sealed partial class TaskView : LivePage<TaskFacts>
{
    private TaskWatch? _watch;
    private bool _busy;

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Inject] private DialogService Dialogs { get; set; } = null!;

    [Inject] private NotificationService Notices { get; set; } = null!;

    [Inject] private ILogger<TaskWatch> WatchLogger { get; set; } = null!;

    protected override void ReadState(string query)
    {
        // A task's page has no state but its path.
    }

    // The observer tells of this task; hints would only repeat it.
    protected override bool Concerns(LiveChange change) => false;

    protected override async Task<TaskFacts> LoadAsync(CancellationToken cancellationToken)
    {
        var task = await Cluster.GetGrain<ITaskGrain>(Id).GetAsync();
        return new TaskFacts(task, await NamesAsync(task));
    }

    protected override Task OnConnectedAsync()
    {
        _watch = new TaskWatch(Cluster, Id, Time, WatchLogger, task => InvokeAsync(() => TakeAsync(task)));
        _watch.Start();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        base.Dispose(disposing);
    }

    private async Task TakeAsync(TaskInfo task)
    {
        if (Paused || View?.Task is { } shown && shown.Version > task.Version)
            return;
        Show(new TaskFacts(task, await NamesAsync(task)));
    }

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(TaskInfo? task)
    {
        var known = View?.AgentNames ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = task is null ? [] : TaskTexts.Timeline(task).Select(e => e.AgentId).Append(task.AgentId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (ids.TrueForAll(known.ContainsKey))
            return known;
        var agents = await Task.WhenAll(ids.Select(id => Cluster.GetGrain<IAgentGrain>(id).GetAsync()));
        return agents.OfType<AgentInfo>().ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal);
    }

    private string Agent(string id) => View?.AgentNames.GetValueOrDefault(id) ?? id;

    private async Task CancelAsync()
    {
        if (await Dialogs.AskAsync("Cancel this task?", "If an agent is running it, it is told with its next poll.", "Cancel the task"))
            Notices.Tell(await Actions.CancelTaskAsync(Id));
        await RefreshAsync();
    }

    private async Task RunAgainAsync()
    {
        if (_busy || View?.Task is not { } task)
            return;
        // What may be made again by Keeper itself may be made again without a question.
        if (!InstructionKinds.IsRepeatable(task.Kind, new RawJson(task.Arguments))
            && !await Dialogs.AskAsync("Run it again?", $"What {task.Kind} does would be done once more, in {task.Vpc}.", "Run it again"))
            return;
        _busy = true;
        var answer = await Actions.SubmitTaskAsync(TaskTexts.Again(task));
        _busy = false;
        Notices.Tell(answer);
        if (answer is { Succeeded: true, Value: { } id })
            Go($"/tasks/{id}");
    }

    private static string OutcomeWords(Outcome outcome) => outcome switch
    {
        Outcome.Success => "Success",
        Outcome.TargetFailed => "The target failed",
        Outcome.TimedOut => "Timed out",
        Outcome.ExecutorFailed => "The agent could not do it",
        Outcome.Denied => "Denied by the agent's limits",
        _ => "Outcome unknown",
    };
}
