using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

// Running turns, one at a time.
internal sealed partial class Activation
{
    // Turns that one visit of a pool thread may run, so that a busy grain does not keep the thread from others.
    private const int TurnsPerVisit = 64;

    private Queue<Turn>? _ready;
    private bool _turning;

    /// <summary>Queues a later part of a call that has begun.</summary>
    public void Enqueue(Call call, Task part)
    {
        lock (_lock)
            Ready(new Turn(call, part));
    }

    /// <summary>Runs the call that <see cref="Receive"/> took inline.</summary>
    public void RunInline(Call call)
    {
        call.Begin();
        if (EndTurn(call))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var left = TurnsPerVisit; left > 0; left--)
        {
            var turn = Next();
            if (turn.Part is null)
                turn.Call.Begin();
            else
                turn.Call.Continue(turn.Part);
            if (!EndTurn(turn.Call))
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private Turn Next()
    {
        lock (_lock)
            return _ready!.Dequeue();
    }

    // Queued globally, behind all other activations and callers: that is what keeps callers served evenly.
    private void Ready(Turn turn)
    {
        (_ready ??= new Queue<Turn>()).Enqueue(turn);
        if (_turning)
            return;

        _turning = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Ends the turn; whether another is ready and this thread still has the activation.</summary>
    private bool EndTurn(Call call)
    {
        bool more, finished;
        lock (_lock)
        {
            finished = call.IsFinished && call.Admission != Admission.None;
            if (finished)
            {
                Release(call);
                AdmitWaiting();
                StopIfIdle();
                if (_running == 0 && _quiet is { } quiet)
                {
                    _quiet = null;
                    quiet.TrySetResult();
                }
            }

            more = _ready is { Count: > 0 };
            _turning = more;
        }

        if (finished)
            call.Publish();
        else
            DeadlockDetector.AfterTurn(call);
        return more;
    }
}
