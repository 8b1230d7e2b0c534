using System.Net;
using Keeper.Agent.Gateway;
using Keeper.Protocol.Agents;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Agent.Tests.Gateway;

/// <summary>Two gateways, a and b; the agent uses a. What b says, or doesn't, is a test's.</summary>
public sealed class ActiveWatchTests : IAsyncLifetime, IDisposable
{
    private static readonly Uri A = new("http://a/");
    private static readonly Uri B = new("http://b/");
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly HeldRequests _gateways = new();
    private readonly GatewayRotation _rotation = new([A, B], new RetryDelays(new Random(7)));
    private readonly GatewayClient _client;
    private ActiveWatch _watch = null!;

    public ActiveWatchTests() => _client = new GatewayClient(_gateways, _rotation, _time);

    public Task InitializeAsync()
    {
        _watch = ActiveWatch.Start([A, B], _client, _rotation, _time, NullLogger.Instance, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _watch.DisposeAsync().AsTask().Within("the watch's end");

    public void Dispose()
    {
        _client.Dispose();
        _rotation.Dispose();
        _gateways.Dispose();
    }

    [Fact]
    public async Task Watch_GatewayInUseServes_AsksOnlyTheOtherAndLetsItHoldTheQuestion()
    {
        var asked = await _gateways.WhenAskedAsync("b");

        Assert.Equal("/agent/v1/active?waitSeconds=20", asked.PathAndQuery);
        Assert.Equal(0, _gateways.CountOf("a"));
    }

    [Fact]
    public async Task Watch_OtherBecomesActive_IsElectedAndTheFormerWatched()
    {
        var (_, elected) = _rotation.Take();

        (await _gateways.WhenAskedAsync("b")).Says(new ActiveResponse(2));
        await _gateways.WhenAskedAsync("a").Within("a question to the former");

        Assert.Equal(B, _rotation.Current);
        Assert.True(elected.IsCancellationRequested);
    }

    [Fact]
    public async Task Watch_FormerActiveWakesUpWithItsOldEpoch_IsNotBelieved()
    {
        (await _gateways.WhenAskedAsync("b")).Says(new ActiveResponse(2));
        // Stopped for a while, it answers from before it noticed that its epoch has passed.
        (await _gateways.WhenAskedAsync("a")).Says(new ActiveResponse(1));
        await _time.AdvanceUntilAsync(_gateways.WhenAskedAsync("a", 2)).Within("the next question");

        Assert.Equal(B, _rotation.Current);
    }

    [Fact]
    public async Task Watch_StandbyAnswersAtOnce_IsAskedAgainAfterABreath()
    {
        (await _gateways.WhenAskedAsync("b")).Says(HttpStatusCode.ServiceUnavailable);
        await _time.WhenTimerArmedAsync(Breath).Within("the breath");
        Assert.Equal(1, _gateways.CountOf("b"));

        _time.Advance(Breath);

        await _gateways.WhenAskedAsync("b", 2).Within("the next question");
        Assert.Equal(A, _rotation.Current);
    }

    [Fact]
    public async Task Watch_OtherIsAway_IsAskedAgainAfterAPause()
    {
        (await _gateways.WhenAskedAsync("b")).Breaks();
        var asked = _gateways.WhenAskedAsync("b", 2);
        await _time.WhenTimersArmedAsync(1).Within("the pause");
        _time.Advance(RetryDelays.Shortest - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);

        await _time.AdvanceUntilAsync(asked).Within("the next question");

        Assert.Equal(A, _rotation.Current);
    }

    // A stand-by that was away for an hour may have to take over a few seconds after its return.
    [Fact]
    public async Task Watch_OtherIsAwayForLong_IsStillAskedEveryTwoSeconds()
    {
        for (var n = 1; n <= 20; n++)
        {
            (await _gateways.WhenAskedAsync("b", n).Within("a question")).Breaks();
            await _time.WhenTimerArmedWithinAsync(RetryDelays.LongestFirst).Within("a short pause");

            _time.Advance(RetryDelays.LongestFirst);
        }

        await _gateways.WhenAskedAsync("b", 21).Within("the last question");
    }

    [Fact]
    public async Task Watch_OtherNeverAnswers_IsGivenUpAfterItsTime()
    {
        await _gateways.WhenAskedAsync("b");

        await _time.AdvanceUntilAsync(_gateways.WhenAskedAsync("b", 2)).Within("the next question");

        Assert.Equal(A, _rotation.Current);
    }

    [Fact]
    public async Task Watch_OtherTakesNoTurns_IsNotAskedAgain()
    {
        (await _gateways.WhenAskedAsync("b")).Says(HttpStatusCode.NotFound);
        _rotation.Failed(A); // b is in use now, and a would be asked

        await _gateways.WhenAskedAsync("a").Within("a question to a");
        _rotation.Failed(B);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, _gateways.CountOf("b"));
    }

    [Fact]
    public async Task Watch_SiloIsLostAndTheOneInUseAnswers_StaysWithIt()
    {
        (await _gateways.WhenAskedAsync("b")).Says(new ActiveResponse(0, SiloLost: true));
        var sign = await _gateways.WhenAskedAsync("a");
        Assert.Equal("/agent/v1/active?waitSeconds=0", sign.PathAndQuery);
        sign.Says(HttpStatusCode.NoContent);
        await _time.WhenTimerArmedAsync(Breath).Within("the breath");

        Assert.Equal(A, _rotation.Current);
        Assert.False(_rotation.Take().Elected.IsCancellationRequested);
    }

    [Fact]
    public async Task Watch_SiloIsLostAndTheOneInUseIsSilent_GoesToTheOther()
    {
        var (_, elected) = _rotation.Take();
        (await _gateways.WhenAskedAsync("b")).Says(new ActiveResponse(0, SiloLost: true));
        await _gateways.WhenAskedAsync("a");

        await _time.WhenTimerArmedAsync(SignOfLife).Within("the wait for a sign of life");
        _time.Advance(SignOfLife);
        await _time.WhenTimerArmedAsync(Breath).Within("the breath");

        Assert.Equal(B, _rotation.Current);
        Assert.True(elected.IsCancellationRequested);
    }

    [Fact]
    public async Task Watch_SiloIsLostAndTheSurvivorHadRefused_EndsThePause()
    {
        _rotation.Failed(A);
        _rotation.Failed(B); // It had to wait for grains of the lost one. The turn is a's again.
        _rotation.Failed(A);
        var pause = _rotation.Take().Elected;

        (await _gateways.WhenAskedAsync("b")).Says(new ActiveResponse(0, SiloLost: true));
        await _time.WhenTimerArmedAsync(Breath).Within("the breath");

        Assert.Equal(B, _rotation.Current);
        Assert.True(pause.IsCancellationRequested);
    }
}
