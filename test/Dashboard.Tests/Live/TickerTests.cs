using Keeper.Dashboard.Live;
using Keeper.Testing;

namespace Keeper.Dashboard.Tests.Live;

public sealed class TickerTests
{
    [Fact]
    public void Add_Listeners_AreToldEverySecondByOneTimer()
    {
        var time = new ManualTimeProvider();
        using var ticker = new Ticker(time);
        var ticks = 0;
        Action listener = () => ticks++;
        ticker.Add(listener);
        ticker.Add(() => ticks += 100);

        Assert.Equal(1, time.ArmedTimers);
        time.Advance(TimeSpan.FromSeconds(2));
        ticker.Remove(listener);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(302, ticks);
    }

    [Fact]
    public void Remove_TheLast_StopsTheTimer()
    {
        var time = new ManualTimeProvider();
        using var ticker = new Ticker(time);
        Action listener = () => { };
        ticker.Add(listener);

        ticker.Remove(listener);

        Assert.Equal(0, time.ArmedTimers);
    }
}
