using System.Collections.Concurrent;
using Keeper.Dashboard.Live;
using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;

namespace Keeper.Dashboard.Tests.Fakes;

/// <summary>What grains and tables hold in the real system: changed by tests, read by the fake grains, safe from any thread.</summary>
internal sealed class FakePlatform : ILiveFeed
{
    public const string ViewerKey = "kk.viewer";
    public const string OperatorKey = "kk.operator";
    public const string AdminKey = "kk.admin";

    private readonly ConcurrentDictionary<Action<LiveChange>, bool> _listeners = [];
    private int _nextTask = 100_000;

    public FakePlatform(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        AddKey(ViewerKey, new Principal("eve", Role.Viewer));
        AddKey(OperatorKey, new Principal("olga", Role.Operator));
        AddKey(AdminKey, new Principal("admin", Role.Admin));
    }

    public TimeProvider Time { get; }

    public ConcurrentDictionary<string, VpcInfo> Vpcs { get; } = [];

    public ConcurrentDictionary<string, AgentInfo> Agents { get; } = [];

    public ConcurrentDictionary<string, TaskInfo> Tasks { get; } = [];

    public ConcurrentDictionary<string, Principal> Keys { get; } = [];

    public ConcurrentDictionary<string, Principal> Codes { get; } = [];

    public ConcurrentQueue<AuditEntry> Audit { get; } = [];

    public ConcurrentDictionary<(string TaskId, ITaskObserver Observer), bool> Observers { get; } = [];

    /// <summary>Raised when a page has ended its subscription to a task.</summary>
    public Testing.Signal WhenUnobserved { get; } = new();

    /// <summary>When set, every list fails with it.</summary>
    public Exception? Outage { get; set; }

    public string NextTaskId() => $"t{Interlocked.Increment(ref _nextTask)}";

    public void AddKey(string key, Principal principal) => Keys[Secrets.Hash(key)] = principal;

    public void AddVpc(string name, string description = "") =>
        Vpcs[name] = new VpcInfo { Name = name, Description = description, CreatedAt = Time.GetUtcNow() };

    public void Put(AgentInfo agent)
    {
        Agents[agent.Id] = agent;
        Tell(new LiveChange(LiveSubject.Agents, agent.Vpc, agent.Id));
    }

    public void Put(TaskInfo task)
    {
        Tasks[task.Id] = task;
        foreach (var ((id, observer), _) in Observers)
        {
            if (id == task.Id)
                _ = observer.ChangedAsync(task);
        }

        Tell(new LiveChange(LiveSubject.Tasks, task.Vpc, task.AgentId));
    }

    public IDisposable Listen(Action<LiveChange> onChange)
    {
        _listeners[onChange] = true;
        return new Listener(() => _listeners.TryRemove(onChange, out _));
    }

    public int Listeners => _listeners.Count;

    public void ThrowIfOut()
    {
        if (Outage is { } outage)
            throw outage;
    }

    private void Tell(LiveChange change)
    {
        foreach (var (listener, _) in _listeners)
            listener(change);
    }

    private sealed class Listener(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
