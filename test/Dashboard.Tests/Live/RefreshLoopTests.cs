using Keeper.Dashboard.Live;
using Keeper.Testing;

namespace Keeper.Dashboard.Tests.Live;

public sealed class RefreshLoopTests : IDisposable
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly Recorder<DateTimeOffset> _looks = new();
    private readonly RefreshLoop _loop;

    public RefreshLoopTests() => _loop = new RefreshLoop(_time, Spacing, Fallback, _ =>
    {
        _looks.Add(_time.GetUtcNow());
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Request_ManyTimes_LooksOnceNowAndOnceAfterTheSpacing()
    {
        var run = _loop.RunAsync();
        _loop.Request();
        await _time.WhenTimerArmedAsync(Spacing).Within("the pause after the first look");
        for (var i = 0; i < 100; i++)
            _loop.Request();
        Assert.Single(_looks.Items);

        _time.Advance(Spacing);
        await _looks.WhenCountAsync(2);
        await _time.WhenTimerArmedAsync(Spacing).Within("the pause after the second look");
        _time.Advance(Spacing);
        await _time.WhenTimerArmedAsync(Fallback).Within("the wait for the next request");

        Assert.Equal(Spacing, _looks.Items[1] - _looks.Items[0]);
        Assert.Equal(2, _looks.Items.Count);
        await EndAsync(run);
    }

    [Fact]
    public async Task Run_NoRequest_LooksAnywayAfterTheFallback()
    {
        var run = _loop.RunAsync();
        await _time.WhenTimerArmedAsync(Fallback).Within("the wait for a request");

        _time.Advance(Fallback);

        await _looks.WhenCountAsync(1);
        await EndAsync(run);
    }

    [Fact]
    public async Task Paused_Requests_AreKeptUntilItGoesOn()
    {
        _loop.Paused = true;
        var run = _loop.RunAsync();
        _loop.Request();
        await _time.WhenTimerArmedAsync(Spacing).Within("the pause after the look that was not made");
        Assert.Empty(_looks.Items);

        _loop.Paused = false;
        _time.Advance(Spacing);

        await _looks.WhenCountAsync(1);
        await EndAsync(run);
    }

    [Fact]
    public async Task Dispose_WhileWaiting_EndsTheLoop()
    {
        var run = _loop.RunAsync();
        await _time.WhenTimerArmedAsync(Fallback).Within("the wait for a request");

        await EndAsync(run);

        Assert.Equal(0, _time.ArmedTimers);
    }

    public void Dispose() => _loop.Dispose();

    private async Task EndAsync(Task run)
    {
        _loop.Dispose();
        await run.Within("the end of the loop");
    }
}
