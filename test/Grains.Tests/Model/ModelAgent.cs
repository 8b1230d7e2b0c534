using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Model;

/// <summary>An agent that knows what it was handed, and reports well or badly. Tells the model what it does.</summary>
internal sealed partial class ModelAgent(KeeperCluster cluster, ReferenceModel model, TestAgent agent)
{
    private readonly List<Attempt> _has = [];
    private TestAgent _agent = agent;
    private Installation _known = new(agent.InstanceId, agent.StartedAt);

    public string Id => _agent.Id;

    /// <summary>Whom the platform believes to be the agent.</summary>
    public Installation Known => _known;

    private Installation Self => new(_agent.InstanceId, _agent.StartedAt);

    private bool IsKnown => _known == Self;

    public async Task PollAsync(int choice, int capacity, int reports, bool answerLost = false)
    {
        // Mostly it names all that it has; sometimes it has lost a part of that.
        var named = choice % 4 == 0 ? _has.Where((_, i) => i % 2 == 0).ToList() : [.. _has];
        var said = Reports(choice, reports);
        var answer = await _agent.PollAsync(capacity, named, said);
        var stopping = model.Named(Id, named);
        CheckReports(answer, said);
        stopping.ExceptWith(said.Where(r => r.State.IsTerminal()).Select(r => new Attempt(r.TaskId, r.Attempt)));
        Assert.Equal(stopping.Select(s => s.TaskId).ToHashSet(StringComparer.Ordinal), answer.Cancelled.ToHashSet(StringComparer.Ordinal));
        var repeats = IsKnown;
        if (!IsKnown)
            model.GaveBack(Id, named);
        _known = Self;
        CheckInstructions(answer, capacity, repeats ? named : null);
        if (answerLost)
            return;
        HearIncarnation();
        _has.RemoveAll(h => answer.Cancelled.Contains(h.TaskId, StringComparer.Ordinal));
        Keep(answer);
    }

    public async Task TakeAsync(int capacity)
    {
        if (!IsKnown)
            return; // takes only after a poll
        var answer = await _agent.TakeAsync(capacity);
        CheckInstructions(answer, capacity, repeatsBut: null);
        Keep(answer);
    }

    public async Task ReportAsync(int choice, int reports)
    {
        var said = Reports(choice, reports);
        if (said.Length == 0)
            return;
        var answer = await _agent.ReportAsync(said);
        if (_known.Instance == _agent.InstanceId)
            CheckReports(answer, said);
        else
            Assert.Equal(AgentAccess.Superseded, answer.Access);
    }

    public Task RestartAsync()
    {
        _agent.Restart();
        _has.Clear();
        return Task.CompletedTask;
    }

    /// <summary>A second installation takes over; the first is refused, and what it reports changes nothing.</summary>
    public async Task ReplaceAsync()
    {
        if (!IsKnown || _agent.StartedAt >= cluster.Clock.GetUtcNow())
            return; // Two that start in the same millisecond cannot be told apart by age.
        var older = _agent;
        var newer = _agent.Clone();
        _agent = newer;
        var had = _has.ToArray();
        _has.Clear();
        await PollAsync(choice: 1, capacity: 1, reports: 0);
        var refused = await older.ReportAsync([.. had.Select(h => Sample.Succeeded(h.TaskId, h.Number))]);
        Assert.Equal(AgentAccess.Superseded, refused.Access);
    }

    public async Task ByeAsync()
    {
        if (_known.Instance != _agent.InstanceId)
            return;
        Assert.Equal(AgentAccess.Granted, await _agent.ByeAsync());
        model.SaidBye(Id);
    }

    /// <summary>It is deleted; from then on its credential is worth nothing, and what it reports changes nothing.</summary>
    public async Task DeleteAsync()
    {
        Assert.True(await cluster.Agent(Id).DeleteAsync("by the model"));
        model.Deleted(Id);
        Assert.Equal(AgentAccess.Unauthorized, (await _agent.ReportAsync([.. _has.Select(h => Sample.Succeeded(h.TaskId, h.Number))])).Access);
        Assert.Equal(AgentAccess.Unauthorized, (await _agent.PollAsync(1, [], [])).Access);
    }

    /// <summary>Does everything right.</summary>
    public async Task WorkAsync()
    {
        AttemptReport[] done = _ofFormerLife ? [] : [.. _has.Select(h => Sample.Succeeded(h.TaskId, h.Number))];
        var named = _has.ToList();
        var answer = await _agent.PollAsync(100, named, done);
        model.Named(Id, named);
        CheckReports(answer, done);
        if (!IsKnown)
            model.GaveBack(Id, named);
        var repeats = IsKnown;
        _known = Self;
        HearIncarnation();
        _has.Clear();
        CheckInstructions(answer, 100, repeats ? named : null);
        Keep(answer);
    }

    private void Keep(PollAnswer answer)
    {
        foreach (var instruction in answer.Instructions)
        {
            _has.RemoveAll(h => h.TaskId == instruction.TaskId);
            _has.Add(new Attempt(instruction.TaskId, instruction.Attempt));
        }
    }

    private void CheckReports(PollAnswer answer, AttemptReport[] said)
    {
        Assert.Equal(AgentAccess.Granted, answer.Access);
        List<Attempt> accepted = [], refused = [];
        foreach (var report in said)
            (model.Reported(Id, report) ? accepted : refused).Add(new Attempt(report.TaskId, report.Attempt));
        Assert.Equal(accepted, answer.Accepted);
        Assert.Equal(refused, answer.Refused.Select(r => r.Attempt));
        // What has ended, or is not its own, it need not name any more.
        _has.RemoveAll(h => refused.Contains(h) || said.Any(r => r.State.IsTerminal() && h == new Attempt(r.TaskId, r.Attempt)));
    }

    private void CheckInstructions(PollAnswer answer, int capacity, List<Attempt>? repeatsBut)
    {
        Assert.InRange(answer.Instructions.Count, 0, capacity);
        Assert.Equal(answer.Instructions.Count, answer.Instructions.DistinctBy(i => i.TaskId).Count());
        foreach (var instruction in answer.Instructions)
        {
            var mayRepeat = repeatsBut?.Contains(new Attempt(instruction.TaskId, instruction.Attempt)) == false;
            Assert.Null(model.HandedOver(Id, instruction, mayRepeat));
            Assert.DoesNotContain(instruction.TaskId, answer.Cancelled);
        }
    }

    /// <summary>Right ones, early ones, repeated ones, and ones about other attempts and other agents' tasks.</summary>
    private AttemptReport[] Reports(int choice, int count)
    {
        var random = new Random(choice);
        var tasks = model.Tasks.ToList();
        if (tasks.Count == 0)
            return [];
        return [.. Enumerable.Range(0, random.Next(count + 1)).Select(_ => Report(random, tasks))];
    }

    private AttemptReport Report(Random random, List<ModelTask> tasks)
    {
        var any = tasks[random.Next(tasks.Count)];
        // The gateway refuses what the agent says of attempts that a platform of before a restore has handed out.
        var attempt = _has.Count > 0 && !_ofFormerLife && random.Next(4) > 0 ? _has[random.Next(_has.Count)] : new Attempt(any.Id, any.Attempt);
        var number = random.Next(8) == 0 ? attempt.Number + random.Next(-1, 2) : attempt.Number;
        return random.Next(6) switch
        {
            0 or 1 or 2 => Sample.Running(attempt.TaskId, number),
            3 => Sample.Ended(attempt.TaskId, TaskState.TimedOut, Outcome.TimedOut, number),
            4 => Sample.Ended(attempt.TaskId, TaskState.Failed, random.Next(2) == 0 ? Outcome.Denied : Outcome.TargetFailed, number),
            _ => Sample.Succeeded(attempt.TaskId, number),
        };
    }
}
