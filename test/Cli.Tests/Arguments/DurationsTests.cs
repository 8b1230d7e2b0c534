using Keeper.Cli.Arguments;

namespace Keeper.Cli.Tests.Arguments;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("30", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 604800)]
    public void TryParse_NumberWithUnit_IsThatLong(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1e3s")]
    [InlineData("99999999d")]
    [InlineData("5w")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(0.25, "250ms")]
    [InlineData(45, "45s")]
    [InlineData(90, "1.5m")]
    [InlineData(7200, "2h")]
    [InlineData(172800, "2d")]
    public void Format_Duration_UsesTheLargestUnitThatFits(double seconds, string text) =>
        Assert.Equal(text, Durations.Format(TimeSpan.FromSeconds(seconds)));
}
