using Keeper.Agent.Probes.Scrape;

namespace Keeper.Agent.Tests.Probes.Scrape;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("up 1", "up", 1)]
    [InlineData("  up\t1.5e3 1395066363000", "up", 1500)]
    [InlineData("up{} -0", "up", 0)]
    [InlineData("a:b_c{x=\"1\",y=\"two words\",} 0x", null, 0)]
    [InlineData("a:b_c{x=\"1\", y = \"two words\" ,} 3", "a:b_c{x=\"1\",y=\"two words\"}", 3)]
    [InlineData("a{p=\"c:\\\\d\\\"}\"} 4 # {trace=\"1\"} 0.1", "a{p=\"c:\\d\"}\"}", 4)]
    [InlineData("a +Inf", "a", double.PositiveInfinity)]
    [InlineData("a -Inf", "a", double.NegativeInfinity)]
    [InlineData("a NaN", "a", double.NaN)]
    [InlineData("up", null, 0)]
    [InlineData("up one", null, 0)]
    [InlineData("1up 1", null, 0)]
    [InlineData("up{x=1} 1", null, 0)]
    [InlineData("up{x=\"1\" 1", null, 0)]
    [InlineData("up{x=\"1", null, 0)]
    [InlineData("up{", null, 0)]
    [InlineData("<html> 1", null, 0)]
    public void ReadLine_EachForm_IsReadOrRefused(string line, string? series, double value)
    {
        var sample = PrometheusText.ReadLine(line);

        Assert.Equal((series, value), (sample?.Series, sample?.Value ?? 0));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" # HELP up Whether it is up.", true)]
    [InlineData("up 1", false)]
    public void IsBlank_CommentsAndEmptyLines_AreNoSamples(string line, bool blank) => Assert.Equal(blank, PrometheusText.IsBlank(line));
}
