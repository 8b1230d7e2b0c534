using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Calls;
using Orleans.Storage;

namespace Orleans.Embedded.Activations;

// Start, use and end of an activation.
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope? _scope;
    private List<IAsyncDisposable>? _components;
    private DeactivationReason? _stopReason;
    private CancellationToken _stopToken;
    private TaskCompletionSource? _quiet;
    private int _lastUse;
    private long _keepUntil;

    public Task Deactivated => _deactivated.Task;

    /// <summary>State that is read before the grain's own activation code.</summary>
    public List<Func<CancellationToken, Task>> StateReads { get; } = [];

    /// <summary>Queues the turn that builds the instance.</summary>
    public void Activate()
    {
        _lastUse = Silo.CollectionRound;
        Receive(new ActivateCall(), inline: false);
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_state is ActivationState.Stopping or ActivationState.Dead || _stopReason is not null)
                return;

            _stopReason = deactivationReason;
            _stopToken = cancellationToken;
            StopIfIdle();
        }
    }

    public void DelayDeactivation(TimeSpan span)
    {
        var clock = Silo.Clocks.Collection;
        lock (_lock)
        {
            _keepUntil = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? long.MaxValue
                : span <= TimeSpan.Zero ? 0
                : clock.GetTimestamp() + (long)(span.TotalSeconds * clock.TimestampFrequency);
        }
    }

    /// <summary>Ends the activation if nobody has used it for its collection age.</summary>
    public void CollectIfIdle(int round, TimeSpan roundLength)
    {
        lock (_lock)
        {
            var idle = (round - _lastUse) * roundLength;
            if (_state != ActivationState.Active || _running > 0 || !Class.MayCollect(this, idle))
                return;
            if (_keepUntil > Silo.Clocks.Collection.GetTimestamp())
                return;
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody used the activation for its collection age."));
    }

    /// <summary>Something to dispose of with the activation, such as a timer.</summary>
    public void Attach(IAsyncDisposable component)
    {
        lock (_lock)
        {
            if (_state is ActivationState.Stopping or ActivationState.Dead)
                throw new InvalidOperationException($"The activation of {GrainId} is ending.");
            (_components ??= []).Add(component);
        }
    }

    public void Detach(IAsyncDisposable component)
    {
        lock (_lock)
            _components?.Remove(component);
    }

    /// <summary>A call's code ended with a fault that its caller may not see, or that says something about this activation.</summary>
    public void OnCallFault(Call call, Exception fault)
    {
        if (fault is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // Marked, so that the same exception does not end the callers' activations on its way up.
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, fault, "The stored state is not the one in memory."));
        }

        if (call is not GrainCall { Method.IsOneWay: false })
            Silo.LogFault(fault, call);
    }

    /// <summary>Whether no call runs or waits here.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_lock)
                return _running == 0 && _waiting is not { Count: > 0 };
        }
    }

    /// <summary>Completes when no call runs or waits here.</summary>
    public Task WhenQuiet()
    {
        lock (_lock)
        {
            if (_running == 0 && _waiting is not { Count: > 0 })
                return Task.CompletedTask;
            return (_quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>For observers: an activation around an object that exists already.</summary>
    public void AdoptInstance(object instance)
    {
        GrainInstance = instance;
        _state = ActivationState.Active;
    }

    private void StopIfIdle()
    {
        if (_stopReason is null || _running > 0 || _state != ActivationState.Active)
            return;

        _state = ActivationState.Stopping;
        var stop = new DeactivateCall(_stopReason.Value, _stopToken);
        stop.Bind(this);
        Start(stop);
    }

    private void BecomeActive(object instance)
    {
        lock (_lock)
        {
            _state = ActivationState.Active;
            AdmitWaiting();
            AdmitWaitingAnywhere();
        }
    }

    /// <summary>Leaves the directory; calls that still wait go to the next activation, or fail when there was a fault.</summary>
    private async Task EndAsync(Exception? fault)
    {
        IAsyncDisposable[] components;
        lock (_lock)
        {
            components = [.. _components ?? []];
            _components = null;
        }

        foreach (var component in components)
            await component.DisposeAsync();
        if (_scope is { } scope)
            await scope.DisposeAsync();

        Silo.Directory.Remove(this);
        Queue<Call>? waiting;
        lock (_lock)
        {
            _state = ActivationState.Dead;
            waiting = _waiting;
            _waiting = null;
            foreach (var call in waiting ?? [])
                call.IsQueued = false;
        }

        _deactivated.TrySetResult();
        foreach (var call in waiting ?? [])
            call.Lost(fault);
    }
}
