using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Activations;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Touch();

    Task Leave();

    Task Stay(TimeSpan time);

    Task Wait(string gate);

    Task StartTimer(TimeSpan due, TimeSpan period, bool keepAlive, bool interleave);

    Task StopTimer();

    Task ChangeTimer(TimeSpan due, TimeSpan period);
}

internal sealed class LifeGrain(Gates gates) : Grain, ILifeGrain
{
    private int _touched;
    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        gates.Log.Add($"activated {this.GetPrimaryKeyString()}");
        return this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal) && gates.Log.Items.Count == 1
            ? throw new InvalidTimeZoneException("can't start")
            : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Log.Add($"deactivated {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Touch() => Task.FromResult(++_touched);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task Wait(string gate) => gates.PassAsync(gate);

    public Task StartTimer(TimeSpan due, TimeSpan period, bool keepAlive, bool interleave)
    {
        var home = GrainContext;
        var accessor = ServiceProvider.GetRequiredService<IGrainContextAccessor>();
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                gates.Log.Add(ReferenceEquals(accessor.GrainContext, home) ? "tick" : "tick elsewhere");
                await Task.Yield();
            },
            new GrainTimerCreationOptions(due, period) { KeepAlive = keepAlive, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<Guid> Work(string gate);
}

[StatelessWorker(2)]
internal sealed class WorkerGrain(Gates gates) : Grain, IWorkerGrain
{
    private readonly Guid _self = Guid.NewGuid();

    public async Task<Guid> Work(string gate)
    {
        await gates.PassAsync(gate);
        return _self;
    }
}
