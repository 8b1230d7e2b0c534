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
