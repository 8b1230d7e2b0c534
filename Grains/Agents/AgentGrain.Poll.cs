using System.Collections.Frozen;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Security;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Agents;

// Polls, reports, hand-over.
internal sealed partial class AgentGrain
{
    private static readonly Task<PollAnswer> Nothing = Task.FromResult(PollAnswer.Empty);
    private static readonly Task<PollAnswer> Unauthorized = Task.FromResult(PollAnswer.Denied(AgentAccess.Unauthorized));

    /// <inheritdoc/>
    public Task<PollAnswer> PollAsync(AgentPoll poll)
    {
        if (!IsCredential(poll.SecretHash))
            return Unauthorized;
        var arrival = InstanceRules.Judge(_row!.InstanceId, _row.StartedAt, poll.InstanceId, poll.StartedAt);
        if (arrival == Arrival.Superseded)
            return SupersededAsync();

        _pulse.Beat(poll, clock.GetTimestamp(), clock.GetUtcNow());
        _wakeSent = false;
        _notices.Clear();
        // Ten thousand idle agents take this way out: nothing to write, nothing to wait for.
        return arrival == Arrival.Same && IsIdle(poll) ? Nothing : PollAsync(poll, arrival);
    }

    /// <inheritdoc/>
    public Task<PollAnswer> TakeAsync(string instanceId, int capacity)
    {
        _wakeSent = false;
        if (_row is null)
        {
            // Deleted while its poll was parked: it is to know now, not with its next poll.
            DeactivateOnIdle();
            return Unauthorized;
        }

        return _row.InstanceId == instanceId && IsAlive ? TakeAsync(capacity) : Nothing;
    }

    /// <inheritdoc/>
    public async Task<PollAnswer> ReportAsync(string secretHash, string instanceId, IReadOnlyList<AttemptReport> reports)
    {
        if (!IsCredential(secretHash))
            return PollAnswer.Denied(AgentAccess.Unauthorized);
        if (_row!.InstanceId is { } current && current != instanceId)
            return PollAnswer.Denied(AgentAccess.Superseded);
        _pulse.Touch(clock.GetTimestamp(), clock.GetUtcNow());
        var plan = new TaskPlan();
        var round = new ReportRound(Id, _book, plan);
        round.Apply(reports, await StrangersAsync([], reports), Terms());
        await CommitAsync(plan);
        return round.Answer();
    }

    private bool IsIdle(AgentPoll poll) =>
        poll.Reports.Count == 0 && poll.Running.Count == 0 && poll.Executors is null && poll.Labels is null && poll.Version is null
        && _book.Held.Count == 0 && (_book.Queue.Count == 0 || poll.Capacity == 0)
        && IsAlive && Signs() == _signs;

    private async Task<PollAnswer> PollAsync(AgentPoll poll, Arrival arrival)
    {
        var number = _pulse.Polls;
        var strangerRows = await StrangersAsync(poll.Running, poll.Reports);
        var terms = Terms();
        var plan = new TaskPlan();
        var stopping = Leases.Renew(_book, poll.Running, number, terms);
        var round = new ReportRound(Id, _book, plan);
        // Reports first: what has ended must not be given back or handed over again.
        round.Apply(poll.Reports, strangerRows, terms);
        round.Forgive(stopping);
        var handOver = new HandOver(poll.Capacity);
        if (arrival != Arrival.Same)
        {
            var cause = arrival == Arrival.Restarted ? $"agent {_row!.Name} restarted" : $"agent {_row!.Name} was replaced by another installation";
            Leases.GiveBackUnnamed(_book, plan, number, cause, terms);
        }
        else
        {
            Leases.Repeat(_book, handOver, stopping, number, terms);
        }

        Leases.HandOut(_book, plan, handOver, stopping, terms);
        // The tasks before the agent: should the second write fail, the next poll still counts as the first of a new start.
        await CommitAsync(plan);
        if (!await UpdateRowAsync(poll, arrival) || !IsCredential(poll.SecretHash))
            return PollAnswer.Denied(AgentAccess.Unauthorized);
        _pulse.Took(handOver.Tasks.Count);
        Arm(terms.LeaseUntil);
        return round.Answer() with
        {
            Instructions = handOver.Instructions(),
            Cancelled = stopping is null ? [] : stopping.Select(s => s.TaskId).Distinct(StringComparer.Ordinal).ToList(),
        };
    }

    private async Task<PollAnswer> TakeAsync(int capacity)
    {
        var terms = Terms();
        var plan = new TaskPlan();
        var handOver = new HandOver(capacity);
        Leases.HandOut(_book, plan, handOver, null, terms);
        string[] notices = [.. _notices];
        await CommitAsync(plan);
        _notices.Clear();
        _pulse.Took(handOver.Tasks.Count);
        Arm(terms.LeaseUntil);
        return new PollAnswer { Instructions = handOver.Instructions(), Cancelled = notices };
    }

    /// <summary>
    /// Rows of attempts that are not leased as far as this activation remembers: ended ones whose report is repeated, or not
    /// this agent's. What it says of them can't be taken back, so it does not rely on its memory: another activation may have
    /// written since. Almost always there are none.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, TaskRow>> StrangersAsync(IReadOnlyList<Attempt> running, IReadOnlyList<AttemptReport> reports)
    {
        HashSet<string>? ids = null;
        for (var i = 0; i < running.Count; i++)
            Look(running[i].TaskId, running[i].Number);
        for (var i = 0; i < reports.Count; i++)
            Look(reports[i].TaskId, reports[i].Attempt);
        if (ids is null)
            return FrozenDictionary<string, TaskRow>.Empty;
        var rows = await store.Tasks.FindManyAsync([.. ids]);
        foreach (var row in rows)
        {
            if (_book.Find(row.Id) is { Next: null } task && task.Row.Version < row.Version)
                _book.Drop(task);
        }

        Load([.. rows.Where(r => r.AgentId == Id && r.IsLive())]);
        return rows.ToDictionary(r => r.Id, StringComparer.Ordinal);

        void Look(string taskId, int attempt)
        {
            if (_book.Find(taskId) is not { IsHeld: true } task || task.Row.Attempt != attempt)
                (ids ??= new(StringComparer.Ordinal)).Add(taskId);
        }
    }

    private bool IsCredential(string secretHash)
    {
        if (_row is null)
            DeactivateOnIdle();
        return Secrets.SameHash(_row?.SecretHash, secretHash);
    }
}
