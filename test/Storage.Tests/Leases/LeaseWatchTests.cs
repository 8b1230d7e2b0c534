using Keeper.Storage.Leases;
using Keeper.Testing;

namespace Keeper.Storage.Tests.Leases;

public sealed class LeaseWatchTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LeaseWatch _watch;

    public LeaseWatchTests() => _watch = new LeaseWatch(_time);

    [Fact]
    public void Epoch_NeverGranted_IsNone() => Assert.Null(_watch.Epoch);

    [Fact]
    public void Epoch_Granted_LastsFromTheQuestionAndNotFromTheAnswer()
    {
        var asked = _watch.Now;
        _time.Advance(TimeSpan.FromSeconds(2));
        _watch.Granted(7, asked);
        Assert.Equal(7, _watch.Epoch);

        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Null(_watch.Epoch);
    }

    [Fact]
    public void Epoch_RenewedAfterAPause_IsThereAgain()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_watch.Epoch);

        _watch.Granted(7, _watch.Now);

        Assert.Equal(7, _watch.Epoch);
    }

    [Fact]
    public void Epoch_Lost_IsNone()
    {
        _watch.Granted(7, _watch.Now);

        _watch.Lost();

        Assert.Null(_watch.Epoch);
    }

    [Fact]
    public void Gaps_RenewedInTime_AreNone()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(LeaseTimes.RenewEvery);

        _watch.Granted(7, _watch.Now);

        Assert.Equal(0, _watch.Gaps);
    }

    [Fact]
    public void Gaps_RenewedTooLate_AreCounted()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(TimeSpan.FromSeconds(1));
        var asked = _watch.Now;
        _time.Advance(TimeSpan.FromSeconds(1.5));

        _watch.Granted(7, asked);

        Assert.Equal(1, _watch.Gaps);
    }

    [Fact]
    public async Task MayAnswer_RenewedWhileItWaits_IsTrue()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(LeaseTimes.AnswersFor);
        var waiting = _watch.MayAnswerAsync(7, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _watch.Granted(7, _watch.Now);

        Assert.True(await waiting.Within("the renewal"));
    }

    [Fact]
    public async Task MayAnswer_NotRenewedInTime_IsFalse()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(LeaseTimes.AnswersFor);
        var waiting = _watch.MayAnswerAsync(7, TimeSpan.FromSeconds(5), CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await waiting.Within("the end of its patience"));
    }

    [Fact]
    public async Task MayAnswer_TermOver_IsFalseAtOnce()
    {
        _watch.Granted(7, _watch.Now);
        _time.Advance(LeaseTimes.AnswersFor);
        var waiting = _watch.MayAnswerAsync(7, TimeSpan.FromSeconds(5), CancellationToken.None);

        _watch.Granted(8, _watch.Now);

        Assert.False(await waiting.Within("the end of the term"));
    }

    [Fact]
    public void Times_OfALease_LeaveRoomForARenewalAndForTheAnswer()
    {
        Assert.True(LeaseTimes.RenewEvery * 2 < LeaseTimes.AnswersFor);
        Assert.True(LeaseTimes.AnswersFor < LeaseTimes.Lasts);
    }

    [Fact]
    public void Term_BegunTwice_IsRefused()
    {
        var term = new Term();
        Assert.Throws<InvalidOperationException>(() => term.Epoch);
        term.Begin(3);

        Assert.Throws<InvalidOperationException>(() => term.Begin(4));
        Assert.Equal(3, term.Epoch);
    }
}
