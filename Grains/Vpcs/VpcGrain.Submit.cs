using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Grains.Vpcs;

// Tasks that come in. Any number of batches at a time; the only shared state is what is waited for and who is how loaded.
internal sealed partial class VpcGrain
{
    private int _keeping;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmitAnswer>> SubmitAsync(IReadOnlyList<TaskSubmission> tasks)
    {
        var batch = new SubmitBatch(tasks);
        if (!Exists())
        {
            batch.RefuseAll(new SubmitAnswer(null, SubmitRefusal.NoSuchVpc, "vpc", SubmissionRules.NoSuchVpc(Name)));
            return batch.Answers;
        }

        batch.Check(_agents);
        batch.GiveIds(_ids, clock.GetUtcNow());
        var (groups, unplaced) = _agents.Choose(tasks, batch.Open(pinned: false), t => t.Kind);
        batch.AddPinned(groups, _agents);
        // All agents at the same time: their writes share commits.
        await Task.WhenAll(groups.Select(g => EnqueueAsync(g.Key, g.Value, batch, unplaced)));
        if (unplaced.Count > 0)
            await KeepAsync(unplaced, batch);
        await ResolveKeysAsync(batch);
        return batch.Answers;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubmissionFault>> ExamineAsync(IReadOnlyList<SubmissionAim> tasks)
    {
        var exists = Exists();
        var faults = new List<SubmissionFault>();
        var rules = new SubmissionRules(_agents);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!exists)
                faults.Add(new SubmissionFault(i, "vpc", SubmissionRules.NoSuchVpc(Name)));
            // A VPC that does not exist has no agents that one could have meant.
            // Nobody reads more faults than an answer holds.
            var arguments = faults.Count < Faults.Limit ? tasks[i].Arguments : null;
            faults.AddRange(rules.Faults(i, tasks[i].Kind, exists ? tasks[i].AgentId : null, arguments));
        }

        return Task.FromResult<IReadOnlyList<SubmissionFault>>(faults);
    }

    private async Task EnqueueAsync(AgentView agent, List<int> places, SubmitBatch batch, List<int> unplaced)
    {
        var answer = await Agent(agent.Id).EnqueueAsync(places.ConvertAll(batch.Task));
        agent.Load = Math.Max(agent.Load - places.Count, answer.Load);
        agent.IsFull |= answer.Full;
        for (var i = 0; i < places.Count; i++)
        {
            var place = places[i];
            if (answer.Taken[i])
                batch.Take(place);
            else if (batch.IsPinned(place) && answer.Full)
                batch.Refuse(place, SubmitRefusal.Full, "agentId", $"the queue of agent {agent.Id} is full: {agentOptions.Value.QueueLimit} tasks");
            else if (batch.IsPinned(place))
                batch.Leave(place);
            else
                // No room, gone offline, or a key that exists: the insert into the waiting tasks tells which.
                unplaced.Add(place);
        }
    }

    /// <summary>Keeps tasks for which there is no agent now.</summary>
    private async Task KeepAsync(List<int> places, SubmitBatch batch)
    {
        var at = clock.GetUtcNow();
        var timeline = Timeline.Begin(Timeline.Entry(TaskState.Created, at, "accepted; waits for an agent"));
        var room = Math.Max(0, taskOptions.Value.WaitingLimit - _waiting.Count - _keeping);
        foreach (var place in places.Skip(room))
        {
            batch.Refuse(place, SubmitRefusal.Full, "vpc",
                $"{taskOptions.Value.WaitingLimit} tasks wait in VPC '{Name}' already and no agent takes them");
        }

        var kept = places.Take(room).ToList();
        if (kept.Count == 0)
            return;
        var rows = kept.ConvertAll(p => TaskRows.New(batch.Task(p), Name, null, at, timeline));
        _keeping += rows.Count;
        IReadOnlyList<bool> inserted;
        try
        {
            inserted = (await store.Tasks.WriteAsync(rows, [])).Inserted;
        }
        finally
        {
            _keeping -= rows.Count;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (!inserted[i])
            {
                batch.Leave(kept[i]);
                continue;
            }

            batch.Take(kept[i]);
            _waiting.Add(rows[i]);
        }

        _hints?.Mark(tasks: true);
        await PlaceAsync();
    }

    /// <summary>
    /// What was not taken may have been submitted before. The unique index has decided; here is read what it decided on.
    /// </summary>
    private async Task ResolveKeysAsync(SubmitBatch batch)
    {
        foreach (var place in batch.Unresolved())
        {
            var submission = batch.Submission(place);
            if (submission.IdempotencyKey is { } key && await store.Tasks.FindByKeyAsync(Name, key) is { } earlier)
                batch.Resolve(place, earlier);
            else
                batch.RefuseIfOpen(place);
        }
    }
}
