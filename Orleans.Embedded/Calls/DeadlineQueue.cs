using Orleans.Embedded.Timers;

namespace Orleans.Embedded.Calls;

/// <summary>
/// The waits of one length, first in first out, so the oldest is always the next to end. The timer is touched about
/// once per length, not once per call: it stays armed while calls come and go.
/// </summary>
internal sealed class DeadlineQueue : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _length;
    private readonly long _ticks;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private Deadline? _first;
    private Deadline? _last;
    private bool _armed;

    public DeadlineQueue(TimeProvider clock, TimeSpan length)
    {
        _clock = clock;
        _length = length;
        _ticks = (long)(length.TotalSeconds * clock.TimestampFrequency);
        _timer = clock.CreateBareTimer(static queue => ((DeadlineQueue)queue!).Expire(), this);
    }

    public Deadline Add(GrainCall call)
    {
        var deadline = new Deadline(call, this, _clock.GetTimestamp() + _ticks);
        lock (_lock)
        {
            deadline.Previous = _last;
            if (_last is null)
                _first = deadline;
            else
                _last.Next = deadline;
            _last = deadline;

            if (!_armed)
                Arm(_length);
        }

        return deadline;
    }

    public void Remove(Deadline deadline)
    {
        lock (_lock)
            Unlink(deadline);
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        while (TakeDue() is { } deadline)
        {
            var call = deadline.Call;
            call.Reject(new TimeoutException($"{call} did not answer within {_length}."));
            call.TryCancel();
        }
    }

    private Deadline? TakeDue()
    {
        lock (_lock)
        {
            if (_first is null)
            {
                _armed = false;
                return null;
            }

            var left = _first.Due - _clock.GetTimestamp();
            if (left > 0)
            {
                // Rounded up to a whole millisecond, which is what timers count in.
                Arm(TimeSpan.FromMilliseconds(Math.Ceiling(left * 1000.0 / _clock.TimestampFrequency)));
                return null;
            }

            var due = _first;
            Unlink(due);
            return due;
        }
    }

    private void Arm(TimeSpan wait)
    {
        _armed = true;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Unlink(Deadline deadline)
    {
        if (deadline.Previous is null && !ReferenceEquals(_first, deadline))
            return; // already taken

        if (deadline.Previous is null)
            _first = deadline.Next;
        else
            deadline.Previous.Next = deadline.Next;

        if (deadline.Next is null)
            _last = deadline.Previous;
        else
            deadline.Next.Previous = deadline.Previous;

        deadline.Previous = deadline.Next = null;
    }
}
