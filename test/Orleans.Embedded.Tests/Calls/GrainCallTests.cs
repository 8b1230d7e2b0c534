namespace Orleans.Embedded.Tests.Calls;

public sealed class GrainCallTests : ClusterTest
{
    private ICounterGrain Counter => Client.GetGrain<ICounterGrain>("one");

    [Fact]
    public async Task Call_SeveralTimes_KeepsState()
    {
        await Counter.Add(2);
        await Counter.Add(3);

        Assert.Equal(5, await Counter.Read());
    }

    [Fact]
    public async Task Call_WithoutResult_ReturnsAfterItRan()
    {
        await Counter.Add(2);
        await Counter.Reset();

        Assert.Equal(0, await Counter.Read());
    }

    [Fact]
    public async Task Await_InGrain_ComesBackToTheActivation() => Assert.True(await Counter.StaysHome());

    [Fact]
    public async Task TaskRun_InGrain_LeavesTheActivation() => Assert.True(await Counter.LeavesWithTaskRun());

    [Fact]
    public async Task StartNew_InGrain_StaysInTheActivation() => Assert.True(await Counter.StaysWithStartNew());

    [Fact]
    public async Task Throw_BeforeFirstAwait_ReachesTheCallerAsThrown()
    {
        var fault = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Counter.Throw("why"));

        Assert.Equal("why", fault.Message);
        Assert.Contains(nameof(CounterGrain.Throw), fault.StackTrace);
    }

    [Fact]
    public async Task Throw_AfterAwait_ReachesTheCallerAsThrown()
    {
        var fault = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Counter.ThrowLater("why"));

        Assert.Contains(nameof(CounterGrain.ThrowLater), fault.StackTrace);
    }

    [Fact]
    public async Task Throw_InOneCall_LeavesTheNextAlone()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Counter.Throw("why"));

        Assert.Equal(1, await Counter.Add(1));
    }

    [Fact]
    public async Task OneWay_IsSent_Arrives()
    {
        await Counter.Fire(4);

        Assert.Equal(4, await Counter.Read());
    }

    [Fact]
    public async Task OneWay_Fails_CallerLearnsNothing() => await Counter.FireAndFail();

    [Fact]
    public async Task AsyncLocal_OfTheCaller_DoesNotCross()
    {
        CounterGrain.Ambient.Value = "mine";
        await Counter.Read();

        Assert.Null(await Counter.ReadAsyncLocal());
        Assert.Equal("mine", CounterGrain.Ambient.Value);
    }

    [Fact]
    public async Task Call_ThousandsAtOnce_RunOneAtATime()
    {
        await Task.WhenAll(Enumerable.Range(0, 5_000).Select(_ => Task.Run(() => Counter.AddSlowly()))).Within("5,000 calls");

        Assert.Equal(5_000, await Counter.Read());
    }

    [Fact]
    public async Task Call_ManyCallersManyGrains_AllAnswered()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(async () =>
        {
            var sum = 0;
            for (var i = 0; i < 1_000; i++)
                sum += await Client.GetGrain<ICounterGrain>($"{caller}/{i % 7}").Add(1) > 0 ? 1 : 0;
            return sum;
        }))).Within("50,000 calls");

        Assert.All(sums, sum => Assert.Equal(1_000, sum));
    }

    [Fact]
    public async Task Call_ManyInARowOnOneThread_GivesTheThreadAwayNowAndThen()
    {
        var gaveWay = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var call = Counter.Add(1);
            gaveWay += call.IsCompleted ? 0 : 1;
            await call;
        }

        Assert.InRange(gaveWay, 1, 10_000);
    }

    [Fact]
    public async Task Call_OneCallerInATightLoop_LetsOthersThrough()
    {
        using var stop = new CancellationTokenSource();
        var loops = Enumerable.Range(0, Environment.ProcessorCount * 2).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await Client.GetGrain<ICounterGrain>($"loop{i}").Read();
        })).ToArray();

        await Counter.Add(1).Within("a call beside tight loops");
        await stop.CancelAsync();
        await Task.WhenAll(loops).Within("the loops to end");
    }
}
