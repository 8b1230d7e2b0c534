using Keeper.Testing;

namespace Keeper.Repository.Tests.Testing;

/// <summary>Every test trusts the clock; this is what it may trust.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _fired = [];
    private readonly DateTimeOffset _start;

    public ManualTimeProviderTests() => _start = _time.GetUtcNow();

    [Fact]
    public void Advance_SeveralTimersDue_FireInOrderOfTheirDueTimes()
    {
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var beyond = Timer("beyond", 10);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["early@1", "late@3"], _fired);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOnceForEachPeriod()
    {
        using var timer = Timer("tick", 1, period: 2);

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["tick@1", "tick@3", "tick@5"], _fired);
    }

    [Fact]
    public void Advance_CallbackArmsAnother_FiresItToo()
    {
        ITimer? second = null;
        using var first = _time.CreateTimer(_ => second = Timer("second", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(2));
        second!.Dispose();

        Assert.Equal(["second@2"], _fired);
    }

    [Fact]
    public void Advance_TimerDisposed_DoesNotFire()
    {
        Timer("never", 1).Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(_fired);
    }

    [Fact]
    public void Advance_TimerWithoutEnd_Throws()
    {
        using var timer = _time.CreateTimer(_ => { }, null, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));

        var fault = Assert.Throws<InvalidOperationException>(() => _time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Contains("without end", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetElapsedTime_AfterAnAdvance_IsExact()
    {
        var from = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromTicks(123_456_789));

        Assert.Equal(123_456_789, _time.GetElapsedTime(from).Ticks);
    }

    [Fact]
    public void ShiftWallClock_BackByAnHour_LeavesTimestampsAlone()
    {
        var (wall, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());

        _time.ShiftWallClock(TimeSpan.FromHours(-1));

        Assert.Equal((wall.AddHours(-1), stamp), (_time.GetUtcNow(), _time.GetTimestamp()));
    }

    [Fact]
    public async Task WhenTimerArmed_ArmedLater_Completes()
    {
        var armed = _time.WhenTimerArmedAsync(TimeSpan.FromSeconds(7));
        Assert.False(armed.IsCompleted);

        var delay = Task.Run(() => WaitOnAsync(TimeSpan.FromSeconds(7)));
        await armed.Within("the delay's timer");
        _time.Advance(TimeSpan.FromSeconds(7));

        await delay.Within("the delay");
    }

    [Fact]
    public async Task CreateTimer_DueAtOnce_FiresWithoutAnAdvance()
    {
        var fired = new Signal();
        await using var timer = _time.CreateTimer(_ => fired.Raise(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.WaitAsync("the callback");
    }

    [Fact]
    public async Task AdvanceUntil_SeveralWaits_RunsThemAll()
    {
        var work = Task.Run(async () =>
        {
            await WaitOnAsync(TimeSpan.FromHours(1));
            await WaitOnAsync(TimeSpan.FromDays(1));
        });

        await _time.AdvanceUntilAsync(work).Within("both waits");

        Assert.Equal(TimeSpan.FromHours(25), _time.GetUtcNow() - _start);
    }

    private async Task WaitOnAsync(TimeSpan delay)
    {
        // Fires once: a periodic timer would be armed again, and the clock advanced again, before the wait has ended.
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = _time.CreateTimer(_ => due.SetResult(), null, delay, Timeout.InfiniteTimeSpan);
        await due.Task;
    }

    private ITimer Timer(string name, int due, int? period = null)
    {
        return _time.CreateTimer(
            _ => _fired.Add($"{name}@{(_time.GetUtcNow() - _start).TotalSeconds}"),
            null,
            TimeSpan.FromSeconds(due),
            period is { } p ? TimeSpan.FromSeconds(p) : Timeout.InfiniteTimeSpan);
    }
}
