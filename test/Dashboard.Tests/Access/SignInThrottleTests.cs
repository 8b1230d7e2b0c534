using System.Net;
using Keeper.Dashboard.Access;
using Keeper.Testing;

namespace Keeper.Dashboard.Tests.Access;

public sealed class SignInThrottleTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.1");

    private readonly ManualTimeProvider _time = new();
    private readonly SignInThrottle _throttle;

    public SignInThrottleTests() => _throttle = new SignInThrottle(_time);

    [Fact]
    public void WaitOf_TooManyFailures_IsTheRestOfTheWindow()
    {
        Fail(SignInThrottle.FailuresPerWindow - 1);
        Assert.Equal(TimeSpan.Zero, _throttle.WaitOf(Guesser));

        _time.Advance(TimeSpan.FromSeconds(20));
        Fail(1);

        Assert.Equal(SignInThrottle.Window - TimeSpan.FromSeconds(20), _throttle.WaitOf(Guesser));
        Assert.Equal(TimeSpan.Zero, _throttle.WaitOf(IPAddress.Loopback));
    }

    [Fact]
    public void WaitOf_AfterTheWindow_IsNothing()
    {
        Fail(SignInThrottle.FailuresPerWindow);

        _time.Advance(SignInThrottle.Window);

        Assert.Equal(TimeSpan.Zero, _throttle.WaitOf(Guesser));
        Fail(1);
        Assert.Equal(TimeSpan.Zero, _throttle.WaitOf(Guesser));
    }

    [Fact]
    public void Failed_FromMoreAddressesThanAreKept_CountsThemTogether()
    {
        for (var i = 0; i < SignInThrottle.MaxAddresses; i++)
            _throttle.Failed(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
        for (var i = 0; i < SignInThrottle.FailuresPerWindow; i++)
            _throttle.Failed(new IPAddress([10, 1, 0, (byte)i]));

        Assert.True(_throttle.WaitOf(new IPAddress([10, 2, 0, 0])) > TimeSpan.Zero);

        _time.Advance(SignInThrottle.Window);
        Assert.Equal(TimeSpan.Zero, _throttle.WaitOf(new IPAddress([10, 2, 0, 0])));
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _throttle.Failed(Guesser);
    }
}
