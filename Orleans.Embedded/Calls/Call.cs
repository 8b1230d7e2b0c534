using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Calls;

/// <summary>
/// Something that an activation runs: a grain call, a timer tick, its own start or end. A call is the task scheduler
/// of its own code: whatever it awaits comes back to it and so to the activation, and the runtime can always tell
/// which call is running without paying for an async-local.
/// </summary>
internal abstract class Call : TaskScheduler
{
    private Activation? _activation;
    private OutgoingCalls? _outgoing;
    private bool _beginning;

    /// <summary>The call whose code is running on this thread, if it is grain code.</summary>
    public static Call? Running => Current as Call;

    public Activation Activation => _activation!;

    /// <summary>May start whatever else is running.</summary>
    public virtual bool AlwaysInterleaves => false;

    /// <summary>May start while only others of its kind are running.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>Runs even while the activation is starting or stopping.</summary>
    public virtual bool IsLifecycle => false;

    /// <summary>Postpones idle collection.</summary>
    public virtual bool CountsAsUse => true;

    /// <summary>Nobody waits for it any more, so it need not start.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>How the call was admitted; set by the activation.</summary>
    public Admission Admission { get; set; }

    /// <summary>Waits in its activation's queue; set by the activation.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Its code has ended; the activation removes it at the end of the turn.</summary>
    public bool IsFinished { get; protected set; }

    /// <summary>Whether the code has made calls that have not ended.</summary>
    public bool HasOutgoing => _outgoing is { Any: true };

    /// <summary>What keeps this call from starting, if anything does.</summary>
    public Call? Blocker => _activation?.BlockerOf(this);

    /// <summary>The calls that the code has made and that have not ended.</summary>
    public GrainCall[] Outgoing() => _outgoing?.Snapshot() ?? [];

    public void AddOutgoing(GrainCall call) => (_outgoing ??= new OutgoingCalls()).Add(call); // only ever from its own turn

    public void RemoveOutgoing(GrainCall call) => _outgoing?.Remove(call);

    public void Bind(Activation activation) => _activation = activation;

    /// <summary>Runs the first part of the call's code, up to its first real wait. Only from a turn.</summary>
    public void Begin()
    {
        _beginning = true;
        new Task(static call => ((Call)call!).Start(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach).Start(this);
    }

    /// <summary>Runs a later part. Only from a turn.</summary>
    public void Continue(Task part) => TryExecuteTask(part);

    /// <summary>Runs the code. Never throws; sets <see cref="IsFinished"/> in this turn or a later one.</summary>
    protected abstract void Start();

    /// <summary>Tells whoever waits. Runs after the activation has let go of the call, outside any turn.</summary>
    public virtual void Publish()
    {
    }

    /// <summary>The activation is gone before the call could start.</summary>
    public abstract void Lost(Exception? cause);

    protected sealed override void QueueTask(Task task)
    {
        if (_beginning)
        {
            _beginning = false;
            TryExecuteTask(task);
            return;
        }

        Activation.Enqueue(this, task);
    }

    // Only within the call's own turn: anywhere else it would break into another turn or run beside one.
    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    // For debuggers only; the activation holds the queue.
    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];
}
