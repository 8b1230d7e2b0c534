using Keeper.Dashboard.Live;

namespace Keeper.Dashboard.Tests.Live;

public sealed class TimeTextsTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(-5, "just now")]
    [InlineData(0, "just now")]
    [InlineData(9.9, "just now")]
    [InlineData(10, "10 s ago")]
    [InlineData(59.9, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(3_599, "59 min ago")]
    [InlineData(7_300, "2 h ago")]
    [InlineData(200_000, "2 d ago")]
    public void Ago_Age_IsRoundedDown(double seconds, string text) => Assert.Equal(text, TimeTexts.Ago(Now.AddSeconds(-seconds), Now));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(-3, "0 ms")]
    [InlineData(0.424, "0.42 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(834.4, "834 ms")]
    [InlineData(2_412, "2.41 s")]
    [InlineData(185_000, "3 min 5 s")]
    [InlineData(180_000, "3 min")]
    [InlineData(7_440_000, "2 h 4 min")]
    [InlineData(93_600_000, "1 d 2 h")]
    public void Length_Milliseconds_HaveTheUnitThatReadsBest(double milliseconds, string text) =>
        Assert.Equal(text, TimeTexts.Length(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Instant_AnyOffset_IsShownInUtc() =>
        Assert.Equal("2030-01-02 03:04:05 UTC", TimeTexts.Instant(Now.ToOffset(TimeSpan.FromHours(9))));
}
