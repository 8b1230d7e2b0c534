using Orleans.Embedded.Tests.Activations;

namespace Orleans.Embedded.Tests.Timers;

public sealed class GrainTimerTests : ClusterTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ILifeGrain Life => Client.GetGrain<ILifeGrain>("life");

    [Fact]
    public async Task Tick_WhenDue_RunsInTheGrain()
    {
        await Life.StartTimer(Second, Timeout.InfiniteTimeSpan, false, false);

        Clock.Advance(Second);

        Assert.Equal("tick", (await Gates.Log.WhenCountAsync(2))[1]);
    }

    [Fact]
    public async Task Tick_Periodic_ComesAgainAfterThePeriod()
    {
        await Life.StartTimer(Second, 5 * Second, false, false);
        Clock.Advance(Second);
        await Gates.Log.WhenCountAsync(2);
        await Clock.WhenTimerArmedAsync(5 * Second).Within("the next tick");

        Clock.Advance(5 * Second);

        await Gates.Log.WhenCountAsync(3);
    }

    [Fact]
    public async Task Tick_WhileACallWaits_WaitsForIt()
    {
        await Life.StartTimer(Second, Timeout.InfiniteTimeSpan, false, interleave: false);
        var call = Life.Wait("gate");
        await Gates.ReachedAsync("gate");
        Clock.Advance(Second);
        Assert.Single(Gates.Log.Items);

        Gates.Open("gate");

        await call.Within("the call");
        await Gates.Log.WhenCountAsync(2);
    }

    [Fact]
    public async Task Tick_Interleaving_RunsWhileACallWaits()
    {
        await Life.StartTimer(Second, Timeout.InfiniteTimeSpan, false, interleave: true);
        var call = Life.Wait("gate");
        await Gates.ReachedAsync("gate");

        Clock.Advance(Second);

        await Gates.Log.WhenCountAsync(2);
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task Dispose_BeforeDue_NoTick()
    {
        await Life.StartTimer(Second, Second, false, false);
        await Life.StopTimer();

        Clock.Advance(5 * Second);

        await Life.Touch();
        Assert.Single(Gates.Log.Items);
    }

    [Fact]
    public async Task Change_ToLater_TicksThen()
    {
        await Life.StartTimer(Second, Second, false, false);
        await Life.ChangeTimer(10 * Second, Second);
        Clock.Advance(9 * Second);
        Assert.Single(Gates.Log.Items);

        Clock.Advance(Second);

        await Gates.Log.WhenCountAsync(2);
    }

    [Fact]
    public async Task Deactivation_EndsTicks()
    {
        await Life.StartTimer(Second, Second, false, false);
        await Life.Leave();
        await Gates.Log.WhenCountAsync(2);

        Clock.Advance(5 * Second);

        Assert.DoesNotContain("tick", Gates.Log.Items);
    }

    [Fact]
    public async Task Register_NegativeDueTime_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Life.StartTimer(-5 * Second, Second, false, false));
}
