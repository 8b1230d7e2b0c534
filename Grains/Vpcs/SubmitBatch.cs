using System.Text.Json;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Vpcs;

/// <summary>A batch of submissions on its way: what is decided of each place, and what is still open. No I/O.</summary>
internal sealed class SubmitBatch(IReadOnlyList<TaskSubmission> tasks)
{
    private readonly SubmitAnswer?[] _answers = new SubmitAnswer?[tasks.Count];
    private readonly NewTask?[] _tasks = new NewTask?[tasks.Count];

    /// <summary>The answers, in the order of the submissions.</summary>
    public IReadOnlyList<SubmitAnswer> Answers => Array.ConvertAll(_answers, a => a!);

    public TaskSubmission Submission(int place) => tasks[place];

    public NewTask Task(int place) => _tasks[place]!;

    public bool IsPinned(int place) => tasks[place].AgentId is not null;

    public void RefuseAll(SubmitAnswer answer) => Array.Fill(_answers, answer);

    /// <summary>Refuses what this VPC cannot do.</summary>
    public void Check(VpcAgents agents)
    {
        var rules = new SubmissionRules(agents);
        for (var i = 0; i < tasks.Count; i++)
        {
            var faults = rules.Faults(i, tasks[i].Kind, tasks[i].AgentId, tasks[i].Arguments);
            if (faults.Count > 0)
                Refuse(i, SubmitRefusal.Invalid, faults[0].Field, SubmissionRules.Together(faults));
        }
    }

    /// <summary>Gives an id to whatever is open.</summary>
    public void GiveIds(TaskIdSource ids, DateTimeOffset now)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (_answers[i] is null)
                _tasks[i] = new NewTask(ids.Next(now), tasks[i]);
        }
    }

    /// <summary>Places that are open, of tasks that name an agent or that do not.</summary>
    public IEnumerable<int> Open(bool pinned)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (_answers[i] is null && IsPinned(i) == pinned)
                yield return i;
        }
    }

    /// <summary>Adds the tasks that name an agent to what the agents get.</summary>
    public void AddPinned(Dictionary<AgentView, List<int>> groups, VpcAgents agents)
    {
        foreach (var place in Open(pinned: true))
        {
            var agent = agents.Find(tasks[place].AgentId!)!;
            agent.Load++;
            if (groups.TryGetValue(agent, out var group))
                group.Add(place);
            else
                groups[agent] = [place];
        }
    }

    /// <summary>It is on disk.</summary>
    public void Take(int place) => _answers[place] = new SubmitAnswer(_tasks[place]!.Id);

    /// <summary>It was not written; why, is found out later.</summary>
    public void Leave(int place) => _answers[place] = null;

    public void Refuse(int place, SubmitRefusal refusal, string field, string message) =>
        _answers[place] = new SubmitAnswer(null, refusal, field, message);

    /// <summary>Places that were not taken but may have been earlier, under the same idempotency key.</summary>
    public IEnumerable<int> Unresolved()
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (_answers[i] is null or { Refusal: SubmitRefusal.Full })
                yield return i;
        }
    }

    /// <summary>There is an earlier task with its key: the same one, or another.</summary>
    public void Resolve(int place, TaskRow earlier)
    {
        var task = tasks[place];
        if (earlier.Kind == task.Kind && SameJson(earlier.Arguments, task.Arguments))
            _answers[place] = new SubmitAnswer(earlier.Id);
        else
            Refuse(place, SubmitRefusal.IdempotencyConflict, "idempotencyKey",
                $"'{Names.Shorten(task.IdempotencyKey)}' was used for another task, {earlier.Id}");
    }

    /// <summary>It was not written, and there is no earlier one.</summary>
    public void RefuseIfOpen(int place)
    {
        if (_answers[place] is null)
            Refuse(place, SubmitRefusal.Invalid, "agentId", $"agent '{Names.Shorten(tasks[place].AgentId)}' was removed meanwhile");
    }

    private static bool SameJson(string left, string right) =>
        left == right || JsonElement.DeepEquals(JsonElement.Parse(left), JsonElement.Parse(right));
}
