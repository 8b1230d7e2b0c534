using Keeper.Agent.Probes.Message;

namespace Keeper.Agent.Tests.Probes.Message;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("120", 120.0)]
    [InlineData("Sun, 22 Nov 2026 01:00:30 GMT", 30.0)]
    [InlineData("Sun, 22 Nov 2026 00:59:00 GMT", 0.0)]
    [InlineData("-5", null)]
    [InlineData("99999999999", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Read_EachForm_IsUnderstoodOrLeftOut(string? header, double? seconds) =>
        Assert.Equal(seconds, RetryAfter.Read(header, Now)?.TotalSeconds);
}
