using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Instructions;

/// <summary>Why an attempt is stopped before its end.</summary>
internal enum StopCause
{
    None,

    /// <summary>An operator cancelled it, or the platform refused it: nobody wants a report.</summary>
    Disowned,

    /// <summary>The agent is shutting down.</summary>
    Shutdown,

    /// <summary>It has ended by itself: there is nothing to stop any more.</summary>
    Ended,
}

/// <summary>An attempt that this agent has and that has not ended.</summary>
internal sealed class ActiveAttempt(Instruction instruction, string? incarnation) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _cause;

    public Instruction Instruction { get; } = instruction;

    public AttemptRef Ref { get; } = new(instruction.TaskId, instruction.Attempt);

    /// <summary>The platform's incarnation that handed it over.</summary>
    public string? Incarnation => incarnation;

    public CancellationToken Stopped => _stop.Token;

    public StopCause Cause => (StopCause)Volatile.Read(ref _cause);

    /// <summary>Stops it; the first cause counts. Cancelling runs the executor's callbacks, hence not on the caller's thread.</summary>
    public void Stop(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)StopCause.None) == (int)StopCause.None)
            _ = _stop.CancelAsync();
    }

    /// <summary>It has ended. One that is being stopped at this moment keeps its source, which holds nothing but memory.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _cause, (int)StopCause.Ended, (int)StopCause.None) == (int)StopCause.None)
            _stop.Dispose();
    }
}
