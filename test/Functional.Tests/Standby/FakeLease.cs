using Keeper.Storage;
using Keeper.Storage.Access;
using Keeper.Storage.Leases;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Standby;

/// <summary>The lease row as a test scripts it.</summary>
internal sealed class FakeLease : ILease
{
    public static readonly LeaseHolder Another = new("another", "http://another:7480", "http://another:7400");

    /// <summary>What a process is told that would be the active one; by default that another is.</summary>
    public Func<Task<LeaseAnswer>> OnTake { get; set; } = () => Task.FromResult(new LeaseAnswer(null, Another));

    /// <summary>Whether the term still lasts; by default it does.</summary>
    public Func<Task<bool>> OnRenew { get; set; } = () => Task.FromResult(true);

    public Func<Task> OnRelease { get; set; } = () => Task.CompletedTask;

    public Recorder<LeaseHolder> Asked { get; } = new();

    public Recorder<long> Renewed { get; } = new();

    public Recorder<long> Released { get; } = new();

    public Recorder<ApiKeyRow> Keys { get; } = new();

    public static StoreUnavailableException Away => new("the database is away");

    /// <summary>From the next question on the lease is this process's.</summary>
    public void Grant(long epoch) => OnTake = () => Task.FromResult(new LeaseAnswer(epoch, null));

    public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AdmitKeyAsync(ApiKeyRow key, CancellationToken cancellation)
    {
        Keys.Add(key);
        return Task.CompletedTask;
    }

    public Task<LeaseAnswer> TakeAsync(LeaseHolder holder, CancellationToken cancellation)
    {
        var answer = OnTake();
        Asked.Add(holder);
        return answer.WaitAsync(cancellation);
    }

    public Task<bool> RenewAsync(long epoch, CancellationToken cancellation)
    {
        var answer = OnRenew();
        Renewed.Add(epoch);
        return answer.WaitAsync(cancellation);
    }

    public Task ReleaseAsync(long epoch, CancellationToken cancellation)
    {
        var answer = OnRelease();
        Released.Add(epoch);
        return answer.WaitAsync(cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
