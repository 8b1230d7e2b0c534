using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Tests.Streams;

public interface IListenerGrain : IGrainWithStringKey
{
    Task Listen(StreamId stream);

    Task StopListening(StreamId stream);

    Task Leave();
}

internal sealed class ListenerGrain(Gates gates) : Grain, IListenerGrain
{
    public async Task Listen(StreamId stream)
    {
        var home = TaskScheduler.Current;
        await this.GetStreamProvider("memory").GetStream<string>(stream).SubscribeAsync((item, _) =>
        {
            gates.Log.Add(TaskScheduler.Current == TaskScheduler.Default ? "outside" : $"heard {item}");
            return Task.CompletedTask;
        });
        Assert.Equal(home, TaskScheduler.Current);
    }

    public async Task StopListening(StreamId stream)
    {
        foreach (var handle in await this.GetStreamProvider("memory").GetStream<string>(stream).GetAllSubscriptionHandles())
            await handle.UnsubscribeAsync();
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StreamTests : ClusterTest
{
    private static readonly StreamId Id = StreamId.Create("news", "today");

    private readonly Recorder<string> _heard = new();

    private IAsyncStream<string> Stream => Client.GetStreamProvider("memory").GetStream<string>(Id);

    [Fact]
    public async Task Publish_SubscribedWithDelegate_ArrivesInOrder()
    {
        await Stream.SubscribeAsync(Hear);
        for (var i = 0; i < 100; i++)
            await Stream.OnNextAsync($"{i}");

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await _heard.WhenCountAsync(100));
    }

    [Fact]
    public async Task Publish_SubscribedWithObserver_GetsItemsErrorsAndEnd()
    {
        await Stream.SubscribeAsync(new Listener(_heard));

        await Stream.OnNextAsync("item");
        await Stream.OnErrorAsync(new InvalidOperationException("fault"));
        await Stream.OnCompletedAsync();

        Assert.Equal(["item", "fault", "end"], await _heard.WhenCountAsync(3));
    }

    [Fact]
    public async Task Publish_ToAGrain_RunsInItsTurn()
    {
        await Client.GetGrain<IListenerGrain>("one").Listen(Id);

        await Stream.OnNextAsync("x");

        Assert.Equal("heard x", (await Gates.Log.WhenCountAsync(1))[0]);
    }

    [Fact]
    public async Task Publish_NobodySubscribed_IsDone() => Assert.True(Stream.OnNextAsync("x").IsCompletedSuccessfully);

    [Fact]
    public async Task Publish_OtherStream_IsNotHeard()
    {
        await Stream.SubscribeAsync(Hear);
        await Client.GetStreamProvider("memory").GetStream<string>("news", "tomorrow").OnNextAsync("other");
        await Stream.OnNextAsync("mine");

        Assert.Equal(["mine"], await _heard.WhenCountAsync(1));
    }

    [Fact]
    public async Task Unsubscribe_ThenPublish_IsNotHeard()
    {
        var first = await Stream.SubscribeAsync((_, _) => throw new InvalidOperationException("heard after unsubscribing"));
        await Stream.SubscribeAsync(Hear);
        await first.UnsubscribeAsync();

        await Stream.OnNextAsync("x");

        await _heard.WhenCountAsync(1);
        Assert.Single(await Stream.GetAllSubscriptionHandles());
    }

    [Fact]
    public async Task Unsubscribe_ByTheGrain_ThenPublish_IsNotHeard()
    {
        var grain = Client.GetGrain<IListenerGrain>("one");
        await grain.Listen(Id);
        await grain.StopListening(Id);
        await Stream.SubscribeAsync(Hear);

        await Stream.OnNextAsync("x");

        await _heard.WhenCountAsync(1);
        Assert.Empty(Gates.Log.Items);
    }

    [Fact]
    public async Task Deactivation_EndsTheGrainsSubscriptions()
    {
        var grain = Client.GetGrain<IListenerGrain>("one");
        await grain.Listen(Id);
        await grain.Leave();
        await grain.StopListening(Id);
        await Stream.SubscribeAsync(Hear);

        await Stream.OnNextAsync("x");

        await _heard.WhenCountAsync(1);
        Assert.Empty(Gates.Log.Items);
    }

    [Fact]
    public async Task Subscriber_Throws_OthersAndLaterItemsStillArrive()
    {
        await Stream.SubscribeAsync((item, token) => item == "bad" ? throw new InvalidOperationException() : Hear(item, token));
        await Stream.SubscribeAsync(Hear);

        await Stream.OnNextAsync("bad");
        await Stream.OnNextAsync("good");

        Assert.Equal(3, (await _heard.WhenCountAsync(3)).Count);
        Assert.Equal(2, _heard.Items.Count(item => item == "good"));
    }

    [Fact]
    public async Task Subscriber_TooSlow_LosesTheOldestAndIsTold()
    {
        await Stream.SubscribeAsync(
            async (item, _) =>
            {
                if (item == "0")
                    await Gates.PassAsync("slow");
                _heard.Add(item);
            },
            fault =>
            {
                _heard.Add(fault.GetType().Name);
                return Task.CompletedTask;
            });
        await Stream.OnNextAsync("0");
        await Gates.ReachedAsync("slow");
        for (var i = 1; i <= 5_000; i++)
            await Stream.OnNextAsync($"{i}");

        Gates.Open("slow");

        var heard = await _heard.WhenAsync(items => items.Contains("5000"), "the last item");
        Assert.Equal(["0", nameof(DataNotAvailableException), "905"], heard.Take(3));
    }

    [Fact]
    public async Task Subscriber_Slow_OthersAreNot()
    {
        await Stream.SubscribeAsync((_, _) => Gates.PassAsync("slow"));
        await Stream.SubscribeAsync(Hear);

        await Stream.OnNextAsync("1");
        await Stream.OnNextAsync("2");

        await _heard.WhenCountAsync(2);
    }

    private Task Hear(string item, StreamSequenceToken? token)
    {
        _heard.Add(item);
        return Task.CompletedTask;
    }

    private sealed class Listener(Recorder<string> heard) : IAsyncObserver<string>
    {
        public Task OnNextAsync(string item, StreamSequenceToken? token = null) => Note(item);

        public Task OnErrorAsync(Exception ex) => Note(ex.Message);

        public Task OnCompletedAsync() => Note("end");

        private Task Note(string text)
        {
            heard.Add(text);
            return Task.CompletedTask;
        }
    }
}
