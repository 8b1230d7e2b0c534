using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

// Which calls may start now.
internal sealed partial class Activation
{
    private Queue<Call>? _waiting;
    private Dictionary<Guid, int>? _sections;
    private Call? _exclusive;
    private int _readers;
    private int _running;

    /// <summary>Takes the call, unless the activation is dead.</summary>
    /// <param name="call">The call.</param>
    /// <param name="inline">Whether the caller could run it at once on its own thread.</param>
    public Receipt Receive(Call call, bool inline)
    {
        lock (_lock)
        {
            if (_state == ActivationState.Dead)
                return Receipt.Refused;

            // An inline try that can't be served leaves no trace; the caller comes again with the call's promise made.
            var mayStart = MayStart(call);
            if (inline && (!mayStart || _turning))
                return Receipt.Busy;

            call.Bind(this);
            if (call.CountsAsUse)
                _lastUse = Silo.CollectionRound;
            if (!mayStart)
            {
                Wait(call);
                return Receipt.Taken;
            }

            Admit(call);
            if (inline)
                _turning = true;
            else
                Ready(new Turn(call, null));
            return Receipt.Taken;
        }
    }

    /// <summary>What keeps a call in the queue; null when it is not there.</summary>
    public Call? BlockerOf(Call call)
    {
        lock (_lock)
            return call.IsQueued ? _exclusive : null;
    }

    /// <summary>From now on, calls of this chain may start beside the call that entered the section.</summary>
    public void EnterSection(Guid chain)
    {
        lock (_lock)
        {
            _sections ??= [];
            _sections[chain] = _sections.GetValueOrDefault(chain) + 1;
            AdmitWaitingAnywhere();
        }
    }

    public void LeaveSection(Guid chain)
    {
        lock (_lock)
        {
            if (_sections is null || !_sections.TryGetValue(chain, out var count))
                return;
            if (count == 1)
                _sections.Remove(chain);
            else
                _sections[chain] = count - 1;
        }
    }

    private bool MayStart(Call call)
    {
        if (_state != ActivationState.Active)
            return call.IsLifecycle;
        if (_stopReason is not null)
            return _running > 0 && MayInterleave(call); // what the running calls wait for must still come through

        var nobodyAhead = _waiting is not { Count: > 0 };
        if (_exclusive is null && nobodyAhead && (_readers == 0 || call.IsReadOnly))
            return true;
        return MayInterleave(call);
    }

    private bool MayInterleave(Call call) =>
        call.AlwaysInterleaves
        || Class.IsReentrant
        || (_sections is { Count: > 0 } && call is GrainCall incoming && _sections.ContainsKey(RequestContext.ReentrancyIdOf(incoming.Context)))
        || (Class.InterleavePredicate is not null && Class.MayInterleave(GrainInstance, call, _exclusive));

    private void Wait(Call call)
    {
        var limit = Silo.MaxWaitingCalls;
        if (limit > 0 && _waiting?.Count >= limit && call is GrainCall)
            throw new LimitExceededException("MaxEnqueuedRequestsHardLimit", _waiting.Count, limit, GrainId);

        (_waiting ??= new Queue<Call>()).Enqueue(call);
        call.IsQueued = true;
    }

    private void Admit(Call call)
    {
        _running++;
        if (call.AlwaysInterleaves || Class.IsReentrant || _exclusive is not null || (_readers > 0 && !call.IsReadOnly))
            call.Admission = Admission.Interleaved;
        else if (call.IsReadOnly)
        {
            call.Admission = Admission.Reader;
            _readers++;
        }
        else
        {
            call.Admission = Admission.Exclusive;
            _exclusive = call;
        }
    }

    private void Release(Call call)
    {
        _running--;
        if (call.Admission == Admission.Exclusive)
            _exclusive = null;
        else if (call.Admission == Admission.Reader)
            _readers--;
        call.Admission = Admission.None;
    }

    /// <summary>Starts what can start now, oldest first, up to the first that can't.</summary>
    private void AdmitWaiting()
    {
        while (_waiting is { Count: > 0 } waiting)
        {
            var call = waiting.Peek();
            if (!call.IsAbandoned && !CanLeaveQueue(call))
                return;

            waiting.Dequeue();
            call.IsQueued = false;
            if (!call.IsAbandoned)
                Start(call);
        }
    }

    /// <summary>Starts what can start now, wherever it stands in the queue.</summary>
    private void AdmitWaitingAnywhere()
    {
        for (var left = _waiting?.Count ?? 0; left > 0; left--)
        {
            var call = _waiting!.Dequeue();
            call.IsQueued = !CanLeaveQueue(call);
            if (call.IsQueued)
                _waiting.Enqueue(call);
            else
                Start(call);
        }
    }

    private void Start(Call call)
    {
        Admit(call);
        Ready(new Turn(call, null));
    }

    // Like MayStart, for a call that is itself the head of the queue.
    private bool CanLeaveQueue(Call call)
    {
        if (_state != ActivationState.Active)
            return call.IsLifecycle;
        if (_stopReason is not null)
            return _running > 0 && MayInterleave(call);
        return (_exclusive is null && (_readers == 0 || call.IsReadOnly)) || MayInterleave(call);
    }
}
