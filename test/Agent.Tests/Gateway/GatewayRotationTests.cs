using Keeper.Agent.Gateway;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Gateway;

public sealed class GatewayRotationTests
{
    private static readonly Uri A = new("http://a/");
    private static readonly Uri B = new("http://b/");

    [Fact]
    public void Failed_WithAnotherGateway_IsTriedAtOnceAndPausesOnlyAfterAll()
    {
        var rotation = Rotation(A, B);

        Assert.Equal(TimeSpan.Zero, rotation.Failed(A));
        Assert.Equal(B, rotation.Current);
        Assert.InRange(rotation.Failed(B), RetryDelays.Shortest, RetryDelays.LongestFirst);
        Assert.Equal(A, rotation.Current);
    }

    [Fact]
    public void Failed_OnlyGateway_PausesTwoSecondsAtMostAtFirstAndNeverMoreThanThirty()
    {
        var rotation = Rotation(A);
        var delays = Enumerable.Range(0, 50).Select(_ => rotation.Failed(A)).ToList();

        Assert.InRange(delays[0], RetryDelays.Shortest, RetryDelays.LongestFirst);
        Assert.All(delays, d => Assert.InRange(d, RetryDelays.Shortest, RetryDelays.Longest));
        Assert.Contains(delays, d => d > TimeSpan.FromSeconds(5));
        Assert.True(delays.Distinct().Count() > 40, "delays are not jittered");
    }

    [Fact]
    public void Failed_GatewaySaidWhen_IsAskedThenHoweverOftenItFailed()
    {
        var rotation = Rotation(A);
        var asked = TimeSpan.FromSeconds(1);

        var pauses = Enumerable.Range(0, 50).Select(_ => rotation.Failed(A, asked)).ToList();

        Assert.All(pauses, p => Assert.InRange(p, asked, asked + RetryDelays.LongestAfterAnswer));
        Assert.True(pauses.Distinct().Count() > 40, "pauses are not jittered");
    }

    [Fact]
    public void Failed_GatewayAsksForADay_IsTriedSooner() =>
        Assert.InRange(Rotation(A).Failed(A, TimeSpan.FromDays(1)), RetryDelays.Longest, RetryDelays.Longest + RetryDelays.LongestAfterAnswer);

    [Fact]
    public void Succeeded_AfterFailures_StartsAgainWithShortPauses()
    {
        var rotation = Rotation(A);
        for (var i = 0; i < 20; i++)
            rotation.Failed(A);
        rotation.Succeeded();

        Assert.InRange(rotation.Failed(A), RetryDelays.Shortest, RetryDelays.LongestFirst);
    }

    [Fact]
    public void Failed_OfAGatewayThatSomebodyElseLeft_ChangesNothing()
    {
        var rotation = Rotation(A, B);
        rotation.Failed(A);

        Assert.Equal(TimeSpan.Zero, rotation.Failed(A));
        Assert.Equal(B, rotation.Current);
    }

    [Fact]
    public async Task Elect_AnotherGateway_EndsCallsAndWaitsForTheOldOne()
    {
        using var rotation = Rotation(A, B);
        var (gateway, elected) = rotation.Take();
        var serves = rotation.WhileServesAsync(A, CancellationToken.None);
        Assert.Equal(A, gateway);
        Assert.False(serves.IsCompleted);

        rotation.Elect(B, epoch: 2);

        Assert.True(elected.IsCancellationRequested);
        Assert.Equal(B, rotation.Current);
        await serves.Within("the end of the old gateway's service");
    }

    [Fact]
    public void Elect_EpochThatIsPast_ChangesNothing()
    {
        using var rotation = Rotation(A, B);
        rotation.Elect(B, epoch: 2);

        rotation.Elect(A, epoch: 1);

        Assert.Equal(B, rotation.Current);
        Assert.False(rotation.Take().Elected.IsCancellationRequested);
    }

    [Fact]
    public void Elect_TheOneInUseWhileItFails_EndsThePause()
    {
        using var rotation = Rotation(A, B);
        rotation.Failed(A);
        rotation.Failed(B);
        var pause = rotation.Take().Elected;

        rotation.Elect(A, epoch: 2);

        Assert.Equal(A, rotation.Current);
        Assert.True(pause.IsCancellationRequested);
    }

    [Fact]
    public void TurnTo_FromTheOneInUse_EndsItsCalls()
    {
        using var rotation = Rotation(A, B);
        var (_, elected) = rotation.Take();

        rotation.TurnTo(B, from: A);

        Assert.Equal(B, rotation.Current);
        Assert.True(elected.IsCancellationRequested);
    }

    [Fact]
    public void TurnTo_FromOneThatAllHaveLeft_ChangesNothing()
    {
        using var rotation = Rotation(A, B);

        rotation.TurnTo(A, from: B);

        Assert.Equal(A, rotation.Current);
        Assert.False(rotation.Take().Elected.IsCancellationRequested);
    }

    [Fact]
    public void TurnTo_TheOneInUseWhileItFails_EndsThePause()
    {
        using var rotation = Rotation(A, B);
        rotation.Failed(A);
        rotation.Failed(B);
        var pause = rotation.Take().Elected;

        rotation.TurnTo(A, from: A);

        Assert.True(pause.IsCancellationRequested);
        Assert.Equal(A, rotation.Current);
    }

    [Fact]
    public void TurnTo_TheOneInUseWhileItServes_DisturbsNobody()
    {
        using var rotation = Rotation(A, B);
        var (_, elected) = rotation.Take();

        rotation.TurnTo(A, from: A);

        Assert.False(elected.IsCancellationRequested);
    }

    private static GatewayRotation Rotation(params Uri[] gateways) => new(gateways, new RetryDelays(new Random(7)));
}
