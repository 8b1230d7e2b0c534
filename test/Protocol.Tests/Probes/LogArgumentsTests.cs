using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class LogArgumentsTests
{
    [Fact]
    public void Read_OnlyPathAndPattern_HasDefaults()
    {
        var log = Arguments.Read<LogArguments>("log", """{"path":"/var/log/app.log","pattern":"ERROR"}""");

        Assert.Equal(("/var/log/app.log", "ERROR", 8 << 20, true), (log.Path, log.Pattern.ToString(), log.MaxBytes, log.FromStart));
        Assert.Equal((null, null, null), (log.Expect.AtMost, log.Expect.AtLeast, log.Position));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var log = Arguments.Read<LogArguments>("log", """
            {"path":"C:\\logs\\app-*.log","pattern":"(?<code>\\d+)","maxBytes":1024,"expect":{"atMost":5,"atLeast":1},"from":"END","position":"errors"}
            """);

        Assert.Equal((1024, 5, 1, false, "errors"), (log.MaxBytes, log.Expect.AtMost, log.Expect.AtLeast, log.FromStart, log.Position));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEach()
    {
        var faults = Arguments.FaultsOf("log", """
            {"path":"app.log","pattern":"(","maxBytes":1,"expect":{"atMost":1,"atLeast":2,"exactly":3},"from":"middle","position":"My Place"}
            """);

        Assert.Equal(
            [
                "arguments.expect.atLeast", "arguments.expect.exactly", "arguments.from", "arguments.maxBytes", "arguments.path",
                "arguments.pattern", "arguments.position",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 2, which is more than atMost, 1", Assert.Single(faults["arguments.expect.atLeast"]));
    }

    [Theory]
    [InlineData("/var/log/")]
    [InlineData("logs/app.log")]
    [InlineData("""\\\\.\\pipe\\x""")]
    [InlineData("""\\\\?\\C:\\x""")]
    [InlineData("""/a\nb""")]
    [InlineData("/var/*/app.log")]
    [InlineData("/var/log/*.*")]
    public void Read_PathOfNoFile_IsRefused(string path) =>
        Assert.Single(Arguments.FaultsOf("log", $$"""{"path":"{{path}}","pattern":"x"}""")["arguments.path"]);

    [Fact]
    public void Read_TooManyNamedGroups_IsRefused()
    {
        var pattern = string.Concat("abcdefg".Select(c => $"(?<{c}>x)"));

        Assert.Equal(
            "has 7 named groups; allowed are at most 6",
            Assert.Single(Arguments.FaultsOf("log", $$"""{"path":"/a","pattern":"{{pattern}}"}""")["arguments.pattern"]));
    }
}
