using Orleans.Embedded.Activations;
using Orleans.Embedded.Proxies;
using Orleans.Embedded.Strictness;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Calls;

/// <summary>A call of a grain or observer method. Proxies derive one class per method, which holds the arguments.</summary>
internal abstract partial class GrainCall : Call, IInvokable
{
    // How often a call may be handed on to a grain's next activation.
    private const int MaxMoves = 8;

    private Deadline? _deadline;
    private Handover[]? _handovers;
    private int _moves;

    /// <summary>The call that made this one, when grain code did.</summary>
    public Call? Caller { get; private set; }

    public GrainReference Reference { get; private set; } = null!;

    public abstract GrainMethod Method { get; }

    /// <summary>What the request context held when the call was made. Never changed afterwards.</summary>
    public Dictionary<string, object>? Context { get; private set; }

    public sealed override bool AlwaysInterleaves => Method.AlwaysInterleaves;

    public sealed override bool IsReadOnly => Method.IsReadOnly;

    public LocalSilo Silo => Reference.Target.Silo;

    /// <summary>What the caller was given, unless the call ended within its first turn on the caller's thread.</summary>
    protected abstract Task? Promise { get; }

    /// <summary>The finished task that the method returned.</summary>
    protected Task? Outcome { get; private set; }

    /// <summary>Whether the caller's code awaits the answer, as opposed to having let the task go.</summary>
    public bool IsAwaited => Promise is { } promise && Awaiters.Has(promise);

    public sealed override bool IsAbandoned => Promise is { IsCompleted: true } && !Method.IsOneWay;

    /// <summary>Calls the method with the arguments of this call.</summary>
    protected abstract Task Invoke(object target);

    protected abstract Task CreatePromise();

    protected abstract Task FromFault(Exception fault);

    /// <summary>Hands a finished task's outcome to whoever waits; the first outcome wins.</summary>
    protected abstract void Settle(Task outcome);

    /// <summary>What a task of this call answered with; null when it did not succeed.</summary>
    public abstract object? ResultOf(Task outcome);

    /// <summary>A task of the call's own type that does the work and answers with its result.</summary>
    public abstract Task Wrap(Func<Task<object?>> work);

    /// <summary>Takes up what outgoing filters have changed.</summary>
    public void Refresh() => Context = RequestContext.Snapshot();

    /// <summary>Sends the call and gives what the caller awaits.</summary>
    protected Task Send(GrainReference reference)
    {
        Reference = reference;
        Caller = Running;
        Context = RequestContext.Snapshot();
        try
        {
            return Silo.OutgoingFilters.Length > 0 ? Silo.Filters.SendAsync(this) : Dispatch();
        }
        catch (Exception fault)
        {
            return FromFault(fault);
        }
    }

    /// <summary>Hands the call to an activation, which may run it at once on this thread.</summary>
    public Task Dispatch()
    {
        if (Method.TokenIndex >= 0 && GetCancellationToken().IsCancellationRequested)
            return FromFault(new OperationCanceledException(GetCancellationToken()));

        _handovers = Silo.Strictness?.TakeArguments(this);
        if (Method.TokenIndex >= 0)
            LinkToken();

        if (Silo.TryRunInline(this))
            return Method.IsOneWay ? Task.CompletedTask : Outcome ?? Promise!;

        var answer = Method.IsOneWay ? Task.CompletedTask : Await();
        Silo.Deliver(this);
        return answer;
    }

    protected sealed override void Start()
    {
        Task task;
        try
        {
            if (Context is not null)
                RequestContext.Restore(Context);

            task = Activation.HasFilters ? Silo.Filters.ReceiveAsync(this) : InvokeTarget();
        }
        catch (Exception fault)
        {
            task = FromFault(fault);
        }

        if (task.IsCompleted)
        {
            Finish(task);
            return;
        }

        if (Promise is null && !Method.IsOneWay)
            Await();
        FinishLater(task);
    }

    /// <summary>Calls the method on the activation's instance.</summary>
    public Task InvokeTarget() => Invoke(Activation.RequireInstance())
        ?? throw new InvalidOperationException($"{Method.FullName} returned null instead of a task.");

    public sealed override void Publish()
    {
        if (Promise is null)
            return;

        EndWait();
        Settle(Outcome!);
    }

    public sealed override void Lost(Exception? cause)
    {
        if (cause is null && ++_moves > MaxMoves)
            cause = new OrleansMessageRejectionException($"{this} was handed on {MaxMoves} times: each activation ended before the call could start.");
        if (cause is null)
            Silo.Deliver(this);
        else
            Reject(cause);
    }

    /// <summary>Ends the wait for the call; if it is running it goes on running.</summary>
    public void Reject(Exception fault)
    {
        if (Method.IsOneWay)
        {
            Silo.LogLostCall(fault, this);
            return;
        }

        EndWait();
        if (Promise is null)
            CreatePromise();
        Settle(FromFault(fault));
    }

    public override string ToString() => $"{Method.FullName} on {Reference.GrainId}";

    private Task Await()
    {
        var promise = CreatePromise();
        _deadline = Silo.Deadlines.Add(this, Method.ResponseTimeout ?? Reference.Target.ResponseTimeout);
        Caller?.AddOutgoing(this);
        if (_links is { CallerHasCancelled: true })
            Reject(new OperationCanceledException(_links.Callers)); // before there was a promise to reject
        return promise;
    }

    private void EndWait()
    {
        if (_deadline is not null)
            Silo.Deadlines.Remove(_deadline);
        Caller?.RemoveOutgoing(this);
    }

    private async void FinishLater(Task task)
    {
        // Comes back to this call's scheduler, so what follows is a turn of the activation.
        await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        Finish(task);
    }

    private void Finish(Task outcome)
    {
        if (_handovers is not null)
            outcome = Checked(outcome, _handovers);
        if (outcome.IsFaulted)
            Activation.OnCallFault(this, outcome.Exception!.InnerException!);
        _links?.Dispose();
        Outcome = outcome;
        IsFinished = true;
    }

    private Task Checked(Task outcome, Handover[] handovers)
    {
        try
        {
            return Silo.Strictness!.FaultAfter(this, handovers, outcome) is { } breach ? FromFault(breach) : outcome;
        }
        catch (Exception fault)
        {
            return FromFault(fault); // a value that can't be walked
        }
    }
}
