using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tests.Model;

/// <summary>Compares rows with the model, and each row with what it was before.</summary>
internal sealed class RowCheck
{
    private static readonly Dictionary<TaskState, TaskState[]> Next = new()
    {
        // A task that waits gets an agent, or loses the one that it waited for.
        [TaskState.Created] = [TaskState.Created, TaskState.Dispatching, TaskState.Cancelled, TaskState.Expired],
        [TaskState.Dispatching] = [TaskState.Created, TaskState.Running, TaskState.Failed, TaskState.Cancelled],
        [TaskState.Running] = [TaskState.Created, TaskState.Succeeded, TaskState.Failed, TaskState.TimedOut, TaskState.Cancelled],
    };

    private readonly Dictionary<string, TaskRow> _before = new(StringComparer.Ordinal);

    /// <summary>Everything that is wrong; what the model leaves open is settled by the row.</summary>
    public IEnumerable<string> Faults(ReferenceModel model, IReadOnlyList<TaskRow> rows)
    {
        if (rows.Count != model.Tasks.Count)
            yield return $"{model.Tasks.Count} tasks were accepted, {rows.Count} are on disk";
        foreach (var row in rows)
        {
            var task = model.Find(row.Id);
            Settle(task, row, model.Now);
            if ((task.State, task.Attempt) != ((TaskState)row.State, row.Attempt))
                yield return $"{row.Id} is {(TaskState)row.State}/{row.Attempt}, expected {task.State}/{task.Attempt}: {row.Timeline}";
            if (task.IsHeld && task.Agent != row.AgentId)
                yield return $"{row.Id} is in the hands of {row.AgentId}, expected {task.Agent}";
            foreach (var fault in HistoryFaults(row))
                yield return $"{row.Id}: {fault}: {row.Timeline}";
            _before[row.Id] = row;
        }
    }

    /// <summary>A backup was restored: rows may be what they were.</summary>
    public void Restored() => _before.Clear();

    private static void Settle(ModelTask task, TaskRow row, DateTimeOffset now)
    {
        var said = (TaskState)row.State;
        if (task.State == TaskState.Created && said == TaskState.Expired && task.ExpiresAt <= now)
            task.State = TaskState.Expired;
        else if (task.CanBeLost && said == TaskState.Created && row.Attempt == task.Attempt + 1 && task.LeaseEnds.Earliest <= now)
            task.Lose();
    }

    private IEnumerable<string> HistoryFaults(TaskRow row)
    {
        var steps = Timeline.Read(row.Timeline);
        foreach (var (from, to) in steps.Zip(steps.Skip(1)))
        {
            if (!Next.GetValueOrDefault(from.State, []).Contains(to.State))
                yield return $"{from.State} → {to.State} is not allowed";
        }

        if (steps[^1].State != (TaskState)row.State)
            yield return $"its timeline ends with {steps[^1].State}";
        if (!_before.TryGetValue(row.Id, out var before))
            yield break;
        if (row.Attempt < before.Attempt || row.Version < before.Version)
            yield return $"went back from attempt {before.Attempt}, version {before.Version}";
        if (row.Version == before.Version && row.Timeline != before.Timeline)
            yield return "changed without a new version";
        if (((TaskState)before.State).IsTerminal() && row.Version != before.Version)
            yield return "changed after its end";
        if (!row.Timeline.StartsWith(before.Timeline[..^1], StringComparison.Ordinal))
            yield return "forgot its past";
    }
}
