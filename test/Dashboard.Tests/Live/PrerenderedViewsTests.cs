using Keeper.Dashboard.Live;
using Keeper.Testing;

namespace Keeper.Dashboard.Tests.Live;

public sealed class PrerenderedViewsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Take_Ticket_WorksOnce()
    {
        var views = new PrerenderedViews(_time);
        var ticket = views.Put("view");

        Assert.Equal("view", views.Take<string>(ticket));
        Assert.Null(views.Take<string>(ticket));
    }

    [Fact]
    public void Take_AnotherType_IsNoView() => Assert.Null(new PrerenderedViews(_time) is var views ? views.Take<Uri>(views.Put("view")) : null);

    [Fact]
    public void Take_AfterItsLifetime_IsGone()
    {
        var views = new PrerenderedViews(_time);
        var ticket = views.Put("view");

        _time.Advance(PrerenderedViews.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Null(views.Take<string>(ticket));
    }

    [Fact]
    public void Put_BeyondCapacity_ForgetsTheOldest()
    {
        var views = new PrerenderedViews(_time);
        var first = views.Put("first");
        var second = views.Put("second");
        for (var i = 1; i < PrerenderedViews.Capacity; i++)
            views.Put(i.ToString());

        Assert.Null(views.Take<string>(first));
        Assert.Equal("second", views.Take<string>(second));
    }
}
