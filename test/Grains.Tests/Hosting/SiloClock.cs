namespace Keeper.Grains.Tests.Hosting;

/// <summary>The cluster's clock as one silo sees it, until it stands still for that silo alone, as for a process that was stopped.</summary>
internal sealed class SiloClock(TimeProvider clock) : TimeProvider
{
    private volatile Standstill? _standstill;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _standstill?.At ?? clock.GetUtcNow();

    public override long GetTimestamp() => _standstill?.Timestamp ?? clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(
        passed =>
        {
            if (_standstill is null)
                callback(passed);
        },
        state, dueTime, period);

    /// <summary>From now on it shows this time, and no timer fires any more.</summary>
    public void Stop() => _standstill = new Standstill(clock.GetUtcNow(), clock.GetTimestamp());

    private sealed record Standstill(DateTimeOffset At, long Timestamp);
}
