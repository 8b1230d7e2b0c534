using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Security;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>An agent's grain that does what a test says and remembers what it was asked.</summary>
internal sealed class FakeAgent(string id) : IAgentGrain
{
    public string Secret { get; } = Secrets.NewAgentSecret(id);

    public bool Exists { get; set; } = true;

    public Recorder<AgentPoll> Polls { get; } = new();

    public Recorder<(string InstanceId, int Capacity)> Takes { get; } = new();

    public Recorder<IReadOnlyList<AttemptReport>> Reports { get; } = new();

    public Recorder<string> Byes { get; } = new();

    /// <summary>What a poll that is let in is answered.</summary>
    public Func<AgentPoll, PollAnswer> OnPoll { get; set; } = _ => PollAnswer.Empty;

    /// <summary>What a parked poll is answered.</summary>
    public Func<PollAnswer> OnTake { get; set; } = () => PollAnswer.Empty;

    public Func<IReadOnlyList<AttemptReport>, PollAnswer> OnReport { get; set; } =
        reports => new PollAnswer { Accepted = [.. reports.Select(r => new Attempt(r.TaskId, r.Attempt))] };

    public AgentAccess Access { get; set; } = AgentAccess.Granted;

    public IAgentWaker? Waker { get; private set; }

    public AgentInfo? Info { get; set; }

    public Task<PollAnswer> PollAsync(AgentPoll poll)
    {
        Polls.Add(poll);
        return Task.FromResult(Check(poll.SecretHash) is var access and not AgentAccess.Granted ? PollAnswer.Denied(access) : OnPoll(poll));
    }

    public Task<PollAnswer> TakeAsync(string instanceId, int capacity)
    {
        var answer = OnTake();
        Takes.Add((instanceId, capacity));
        return Task.FromResult(answer);
    }

    public Task<PollAnswer> ReportAsync(string secretHash, string instanceId, IReadOnlyList<AttemptReport> reports)
    {
        if (Check(secretHash) is var access and not AgentAccess.Granted)
            return Task.FromResult(PollAnswer.Denied(access));
        Reports.Add(reports);
        return Task.FromResult(OnReport(reports));
    }

    public Task<AgentAccess> ByeAsync(string secretHash, string instanceId)
    {
        var access = Check(secretHash);
        if (access == AgentAccess.Granted)
            Byes.Add(instanceId);
        return Task.FromResult(access);
    }

    /// <summary>Forgets whom to wake, as a grain does that starts anew.</summary>
    public void Forget() => Waker = null;

    public Task SetWakerAsync(IAgentWaker waker)
    {
        Waker = waker;
        return Task.CompletedTask;
    }

    public Task<AgentInfo?> GetAsync() => Task.FromResult(Info);

    public Task<bool> DeleteAsync(string cause)
    {
        var existed = Info is not null;
        Info = null;
        return Task.FromResult(existed);
    }

    public Task<EnqueueAnswer> EnqueueAsync(IReadOnlyList<NewTask> tasks) => throw new NotSupportedException();

    public Task<EnqueueAnswer> AdoptAsync(IReadOnlyList<TaskInfo> tasks) => throw new NotSupportedException();

    public Task<CancelAnswer?> CancelAsync(string taskId, string cause) => throw new NotSupportedException();

    public Task<bool> WatchAsync(string taskId) => throw new NotSupportedException();

    public Task CheckDueAsync() => throw new NotSupportedException();

    public Task RefreshAsync() => throw new NotSupportedException();

    private AgentAccess Check(string secretHash) =>
        !Exists || secretHash != Secrets.Hash(Secret) ? AgentAccess.Unauthorized : Access;
}
