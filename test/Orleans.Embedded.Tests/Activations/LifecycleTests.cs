using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Activations;

public sealed class LifecycleTests : ClusterTest
{
    private ILifeGrain Life => Client.GetGrain<ILifeGrain>("life");

    protected override void Configure(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionAge = TimeSpan.FromMinutes(10);
        options.CollectionQuantum = TimeSpan.FromMinutes(1);
    });

    [Fact]
    public async Task DeactivateOnIdle_ThenCall_StartsAnew()
    {
        await Life.Touch();
        await Life.Leave();
        await Gates.Log.WhenCountAsync(2);

        Assert.Equal(1, await Life.Touch().Within("the new activation"));
        Assert.Equal(["activated life", "deactivated life ApplicationRequested", "activated life"], Gates.Log.Items);
    }

    [Fact]
    public async Task DeactivateOnIdle_WithCallsWaiting_HandsThemToTheNextActivation()
    {
        var running = Life.Wait("gate");
        await Gates.ReachedAsync("gate");
        var leave = Life.Leave();
        var touches = Enumerable.Range(0, 10).Select(_ => Life.Touch()).ToArray();

        Gates.Open("gate");

        await Task.WhenAll([running, leave, .. touches]).Within("all calls");
        Assert.Equal(10, await touches[^1]);
    }

    [Fact]
    public async Task Activation_Fails_WaitingCallsFailAndTheNextTriesAnew()
    {
        var broken = Client.GetGrain<ILifeGrain>("broken");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => broken.Touch().Within("the failing call"));

        Assert.Equal(1, await broken.Touch().Within("the second try"));
    }

    [Fact]
    public async Task Collection_IdleForItsAge_Deactivates()
    {
        await Life.Touch();

        Clock.Advance(TimeSpan.FromMinutes(10));

        await Gates.Log.WhenAsync(log => log.Contains("deactivated life ActivationIdle"), "collection");
    }

    [Fact]
    public async Task Collection_UsedMeanwhile_LeavesIt()
    {
        await Life.Touch();
        Clock.Advance(TimeSpan.FromMinutes(6));
        await Life.Touch();
        Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(3, await Life.Touch());
    }

    [Fact]
    public async Task Collection_Delayed_LeavesItUntilThen()
    {
        await Life.Stay(TimeSpan.FromMinutes(30));
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(["activated life"], Gates.Log.Items);

        Clock.Advance(TimeSpan.FromMinutes(2));

        await Gates.Log.WhenAsync(log => log.Contains("deactivated life ActivationIdle"), "collection");
    }

    [Fact]
    public async Task Collection_CallRunning_LeavesIt()
    {
        var call = Life.Wait("gate");
        await Gates.ReachedAsync("gate");

        Clock.Advance(TimeSpan.FromMinutes(20));
        Gates.Open("gate");

        await Assert.ThrowsAsync<TimeoutException>(() => call.Within("the call"));
        Assert.Equal(["activated life"], Gates.Log.Items);
    }

    [Fact]
    public async Task Stop_CallRunning_LetsItFinishThenDeactivates()
    {
        var call = Life.Wait("gate");
        await Gates.ReachedAsync("gate");
        var stop = StopAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => Life.Touch());
        Gates.Open("gate");

        await call.Within("the running call");
        await stop.Within("the stop");
        Assert.Contains("deactivated life ShuttingDown", Gates.Log.Items);
    }

    [Fact]
    public async Task StatelessWorker_BusyActivation_GetsASecondButNoThird()
    {
        var worker = Client.GetGrain<IWorkerGrain>(0);
        var first = worker.Work("one");
        await Gates.ReachedAsync("one");
        var second = worker.Work("two");
        await Gates.ReachedAsync("two");
        var third = worker.Work("three");

        Gates.OpenAll();

        Assert.NotEqual(await first.Within("one"), await second.Within("two"));
        Assert.Contains(await third.Within("three"), new[] { await first, await second });
    }
}
