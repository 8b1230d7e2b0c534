using Orleans.TestingHost;

namespace Orleans.Embedded.Tests.Calls;

public sealed class GrainCallTests : IAsyncLifetime
{
    private readonly TestCluster _cluster = new TestClusterBuilder().Build();

    private ICounterGrain Counter => _cluster.GrainFactory.GetGrain<ICounterGrain>("one");

    public Task InitializeAsync() => _cluster.DeployAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_SeveralTimes_KeepsState()
    {
        await Counter.Add(2);
        await Counter.Add(3);

        Assert.Equal(5, await Counter.Read());
    }

    [Fact]
    public async Task Call_ThatYields_ComesBackToItsActivation() => await Counter.Yield();

    [Fact]
    public async Task Call_ThatThrows_GivesTheSameException()
    {
        var fault = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Counter.Throw("why"));

        Assert.Equal("why", fault.Message);
        Assert.Contains(nameof(CounterGrain), fault.StackTrace);
    }

    [Fact]
    public async Task Call_OneWay_Arrives()
    {
        await Counter.Fire(4);

        Assert.Equal(4, await Counter.Read());
    }

    [Fact]
    public async Task Call_FromManyCallers_RunsOneAtATime()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => Task.Run(() => Counter.Add(1))));

        Assert.Equal(2_000, await Counter.Read());
    }
}
