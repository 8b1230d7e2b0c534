namespace Keeper.Testing;

/// <summary>
/// The system's clock with another time on the wall, as after somebody has set it. Timestamps and timers go on as if nothing
/// had happened.
/// </summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _offset;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _offset));

    /// <summary>Sets the wall clock ahead, or back when negative, from what it shows now.</summary>
    public void Shift(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
