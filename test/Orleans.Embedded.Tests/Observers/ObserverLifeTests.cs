namespace Orleans.Embedded.Tests.Observers;

public sealed class ObserverLifeTests : ClusterTest
{
    [Fact]
    public async Task Collection_ObserverIdleButAlive_KeepsIt()
    {
        var observer = new ChatObserver(new Recorder<string>());
        var reference = Client.CreateObjectReference<IChatObserver>(observer);

        Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal("still here!", await reference.Ask("still here").Within("the answer"));
        GC.KeepAlive(observer);
    }
}
