using Orleans.Embedded.Activations;
using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Timers;

/// <summary>A timer of one activation. The next tick is armed when the last has ended, so ticks never pile up.</summary>
internal sealed class GrainTimer : IGrainTimer, IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _firing;
    private bool _changed;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _timer = activation.Silo.Clocks.Grains.CreateBareTimer(static timer => ((GrainTimer)timer!).Fire(), this);
    }

    public static GrainTimer Start(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        if (Activation.Current != activation)
            throw new InvalidOperationException("A grain timer can only be started by its own grain's code, not inside Task.Run.");

        var timer = new GrainTimer(activation, callback, options);
        activation.Attach(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        lock (_lock)
        {
            _dueTime = dueTime;
            _period = period;
            _changed = true;
            if (!_firing && !_disposed.IsCancellationRequested)
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _activation.Detach(this);
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested)
                return;
            _timer.Dispose();
        }

        _disposed.Cancel();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));

        static void Check(TimeSpan value, string name)
        {
            if (value != Timeout.InfiniteTimeSpan)
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest, name);
        }
    }

    private void Fire()
    {
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested)
                return;
            _firing = true;
            _changed = false;
        }

        _activation.Receive(new Tick(this), inline: false);
    }

    private void Rearm()
    {
        lock (_lock)
        {
            _firing = false;
            if (!_disposed.IsCancellationRequested)
                _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Tick(GrainTimer timer) : InternalCall
    {
        public override bool AlwaysInterleaves => timer._options.Interleave;

        public override bool CountsAsUse => timer._options.KeepAlive;

        public override bool IsAbandoned => timer._disposed.IsCancellationRequested;

        public override void Lost(Exception? cause)
        {
            // The timer went with its activation.
        }

        public override string ToString() => $"A timer tick of {timer._activation.GrainId}";

        protected override async Task RunAsync()
        {
            try
            {
                if (!timer._disposed.IsCancellationRequested)
                    await timer._callback(timer._disposed.Token);
            }
            finally
            {
                timer.Rearm();
            }
        }
    }
}
