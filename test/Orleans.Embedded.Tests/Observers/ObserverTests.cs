using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Utilities;

namespace Orleans.Embedded.Tests.Observers;

public interface IChatObserver : IGrainObserver
{
    [OneWay]
    Task Say(string text);

    Task<string> Ask(string text);

    void Shout(string text);
}

public interface IRoomGrain : IGrainWithStringKey
{
    Task Join(IChatObserver observer);

    Task Say(string text);

    Task<string> Ask(IChatObserver observer, string text);

    Task JoinOther(string room);
}

internal sealed class RoomGrain(Gates gates) : Grain, IRoomGrain, IChatObserver
{
    private readonly ObserverManager<IChatObserver> _observers = new(TimeSpan.FromMinutes(5), NullLogger.Instance);

    public Task Join(IChatObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    Task IRoomGrain.Say(string text) => _observers.Notify(observer => observer.Say(text));

    Task IChatObserver.Say(string text)
    {
        gates.Log.Add($"{this.GetPrimaryKeyString()}: {text}");
        return Task.CompletedTask;
    }

    public Task<string> Ask(IChatObserver observer, string text) => observer.Ask(text);

    Task<string> IChatObserver.Ask(string text) => Task.FromResult(text);

    void IChatObserver.Shout(string text) => gates.Log.Add(text);

    public Task JoinOther(string room) => GrainFactory.GetGrain<IRoomGrain>(room).Join(this.AsReference<IChatObserver>());
}

internal sealed class ChatObserver(Recorder<string> heard) : IChatObserver
{
    public Task Say(string text)
    {
        heard.Add(text);
        return Task.CompletedTask;
    }

    public Task<string> Ask(string text) => text == "fail" ? throw new InvalidTimeZoneException(text) : Task.FromResult($"{text}!");

    public void Shout(string text) => heard.Add(text.ToUpperInvariant());
}

public sealed class ObserverTests : ClusterTest
{
    private readonly Recorder<string> _heard = new();

    private IRoomGrain Room => Client.GetGrain<IRoomGrain>("room");

    [Fact]
    public async Task Notify_FromGrain_ReachesTheObject()
    {
        var observer = new ChatObserver(_heard);
        await Room.Join(Client.CreateObjectReference<IChatObserver>(observer));

        await Room.Say("hello");

        await _heard.WhenCountAsync(1);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Call_FromGrain_GetsTheAnswer()
    {
        var observer = new ChatObserver(_heard);
        var reference = Client.CreateObjectReference<IChatObserver>(observer);

        Assert.Equal("ready!", await Room.Ask(reference, "ready"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Room.Ask(reference, "fail"));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Call_ReturningVoid_Arrives()
    {
        var observer = new ChatObserver(_heard);

        Client.CreateObjectReference<IChatObserver>(observer).Shout("hey");

        Assert.Equal("HEY", (await _heard.WhenCountAsync(1))[0]);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Delete_ThenCall_Fails()
    {
        var observer = new ChatObserver(_heard);
        var reference = Client.CreateObjectReference<IChatObserver>(observer);
        Client.DeleteObjectReference<IChatObserver>(reference);

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => reference.Ask("ready").Within("the call"));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task GrainAsObserver_IsCalledAsAGrain()
    {
        await Client.GetGrain<IRoomGrain>("other").JoinOther("room");

        await Room.Say("hello");

        Assert.Equal("other: hello", (await Gates.Log.WhenCountAsync(1))[0]);
    }

    [Fact]
    public void CreateObjectReference_OfAReference_IsRefused()
    {
        var reference = Client.CreateObjectReference<IChatObserver>(new ChatObserver(_heard));

        Assert.Throws<ArgumentException>(() => Client.CreateObjectReference<IChatObserver>(reference));
    }

    [Fact]
    public void Manager_ObserverNotSeenForLong_IsDropped()
    {
        var manager = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => Clock.GetUtcNow().UtcDateTime };
        manager.Subscribe("old", "old");
        Clock.Advance(TimeSpan.FromMinutes(2));
        manager.Subscribe("new", "new");
        var notified = new List<string>();

        manager.Notify(notified.Add);

        Assert.Equal(["new"], notified);
        Assert.Equal(1, manager.Count);
    }

    [Fact]
    public async Task Manager_ObserverFails_IsDroppedAndOthersAreNotified()
    {
        var manager = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance);
        manager.Subscribe("bad", "bad");
        manager.Subscribe("good", "good");
        var notified = new List<string>();

        await manager.Notify(observer =>
        {
            if (observer == "bad")
                throw new InvalidOperationException();
            notified.Add(observer);
            return Task.CompletedTask;
        });

        Assert.Equal(["good"], notified);
        Assert.Equal(["good"], manager.Observers.Keys);
    }
}
