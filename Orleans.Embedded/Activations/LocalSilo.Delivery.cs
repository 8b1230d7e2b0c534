using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

// How calls reach activations.
internal sealed partial class LocalSilo
{
    // How deep calls may nest on one stack, and how many a thread may run on its callers' stacks in a row: after that
    // the call goes through the pool's queue, behind everybody else.
    private const int MaxDepth = 12;
    private const int MaxInARow = 32;

    private static readonly ExecutionContext Bare = CaptureBareContext();

    [ThreadStatic]
    private static int _depth;

    [ThreadStatic]
    private static int _inARow;

    /// <summary>Runs the call's first turn on this thread, if its activation is idle and fairness allows.</summary>
    public bool TryRunInline(GrainCall call)
    {
        // A synchronization context would catch what the grain awaits; suppressed flow could not be restored.
        if (_depth >= MaxDepth || ++_inARow > MaxInARow || SynchronizationContext.Current is not null
            || ExecutionContext.Capture() is not { } context || Activation.Current is null && !_isOpen)
        {
            _inARow = 0;
            return false;
        }

        var activation = call.Reference.LastActivation ?? Directory.Find(call.Reference.GrainId);
        if (activation is null || !activation.Class.RunsInline || activation.Receive(call, inline: true) != Receipt.Taken)
            return false;

        _depth++;
        var foreign = !ReferenceEquals(context, Bare);
        if (foreign)
            ExecutionContext.Restore(Bare); // the caller's async-locals do not cross a call
        try
        {
            activation.RunInline(call);
            return true;
        }
        finally
        {
            if (foreign)
                ExecutionContext.Restore(context);
            _depth--;
        }
    }

    /// <summary>Queues the call at its activation, starting one when there is none.</summary>
    public void Deliver(GrainCall call)
    {
        try
        {
            if (call.Caller is null)
                RefuseIfShut();

            Activation activation;
            do
            {
                var reference = call.Reference;
                activation = Directory.GetOrStart(reference.GrainId, reference.Target.Interface.Type);
                if (activation.Class.MaxWorkers == 0)
                    reference.LastActivation = activation;
            }
            while (activation.Receive(call, inline: false) == Receipt.Refused);
        }
        catch (Exception fault)
        {
            call.Reject(fault);
        }
    }

    private static ExecutionContext CaptureBareContext()
    {
        ExecutionContext? bare = null;
        var thread = new Thread(() => bare = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return bare!;
    }
}
