using Keeper.Dashboard.Live;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Live;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Dashboard.Tests.Live;

public sealed class LiveFeedTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new LiveFeed(
        new FakeCluster(new FakePlatform(_time), new ServiceCollection().BuildServiceProvider()), _time, NullLogger<LiveFeed>.Instance);

    [Fact]
    public async Task Publish_ListenerThatFails_DoesNotKeepTheOthersFromHearing()
    {
        var heard = new List<LiveChange>();
        using var failing = _feed.Listen(_ => throw new InvalidOperationException("a page is broken"));
        using var listening = _feed.Listen(heard.Add);
        var change = new LiveChange(LiveSubject.Agents, "local");

        await _feed.Publish(change);

        Assert.Equal([change], heard);
    }

    [Fact]
    public async Task Publish_AfterDispose_IsNotHeard()
    {
        var heard = new List<LiveChange>();
        _feed.Listen(heard.Add).Dispose();

        await _feed.Publish(new LiveChange(LiveSubject.Tasks, "local"));

        Assert.Empty(heard);
    }

    [Fact]
    public async Task Start_StreamThatCannotBeHadYet_IsTriedAgainUntilStopped()
    {
        await _feed.StartAsync(CancellationToken.None);
        await _time.WhenTimerArmedAsync(TimeSpan.FromSeconds(2)).Within("the first retry");

        _time.Advance(TimeSpan.FromSeconds(2));
        await _time.WhenTimerArmedAsync(TimeSpan.FromSeconds(2)).Within("the second retry");

        await _feed.StopAsync(CancellationToken.None).Within("the end of the feed");
    }

    public void Dispose() => _feed.Dispose();
}
