using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class PortArgumentsTests
{
    [Fact]
    public void Read_OnlyWhatIsRequired_HasDefaults()
    {
        var port = Arguments.Read<PortArguments>("port", """{"host":"db.internal","port":5432}""");

        Assert.Equal(("db.internal", 5432, false, 5000, false, null), (port.Host, port.Port, port.Udp, port.TimeoutMs, port.Tls, port.StartTls));
        Assert.Empty(port.Steps);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var port = Arguments.Read<PortArguments>(
            "port", """{"host":"fd00::5","port":1,"protocol":"UDP","timeoutMs":300000,"send":"x","expect":"^y$"}""");

        Assert.Equal(("fd00::5", true, 300_000, "x"), (port.Host, port.Udp, port.TimeoutMs, Assert.Single(port.Steps).Send));
        Assert.Matches(port.Steps[0].Expect!, "y");
    }

    [Fact]
    public void Read_Steps_AreTakenInTheirOrder()
    {
        var port = Arguments.Read<PortArguments>(
            "port", """{"host":"a","port":25,"startTls":"SMTP","steps":[{"expect":"^220"},{"send":{"secret":"pass"}},{"sendHex":"00ff","expect":"x"}]}""");

        Assert.Equal(("smtp", 3, "(secret)"), (port.StartTls, port.Steps.Count, port.Steps[1].Send));
        Assert.Equal([0, 0xFF], port.Steps[2].SendBytes!.Value.ToArray());
        Assert.Matches(port.Steps[0].Expect!, "hello\n220 ready");
    }

    [Theory]
    [InlineData("""{"host":"a","port":1,"steps":[{}]}""", "arguments.steps[0]", "needs send, sendHex or expect")]
    [InlineData("""{"host":"a","port":1,"steps":[{"send":"x"}],"expect":"y"}""", "arguments.steps", "are given, and so is send, sendHex or expect; allowed is one of them")]
    [InlineData("""{"host":"a","port":1,"send":"x","sendHex":"00"}""", "arguments.sendHex", "is given, and so is send; allowed is one of them")]
    [InlineData("""{"host":"a","port":1,"sendHex":"0g"}""", "arguments.sendHex", "'0g' is not bytes: two hexadecimal digits each, and nothing between them")]
    [InlineData("""{"host":"a","port":1,"sendHex":"000"}""", "arguments.sendHex", "'000' is not bytes: two hexadecimal digits each, and nothing between them")]
    [InlineData("""{"host":"a","port":1,"tls":true,"startTls":"smtp"}""", "arguments.startTls", "is given, and so is tls; allowed is one of them")]
    [InlineData("""{"host":"a","port":1,"protocol":"udp","startTls":"ftp"}""", "arguments.startTls", "is for tcp only")]
    [InlineData("""{"host":"a","port":1,"protocol":"udp","steps":[{"send":"x"}]}""", "arguments.steps", "are for tcp only")]
    public void Read_FieldsThatDoNotFitTogether_SaysWhichDoNot(string json, string field, string message) =>
        Assert.Equal(message, Assert.Single(Arguments.FaultsOf("port", json)[field]));

    [Fact]
    public void Read_ManyMistakes_NamesEachWithValueAndLimit()
    {
        var faults = Arguments.FaultsOf(
            "port", """{"host":"a b","port":65536,"protocol":"udp","timeoutMs":0,"expect":"(","tls":true,"prot":1}""");

        Assert.Equal(
            ["arguments.expect", "arguments.host", "arguments.port", "arguments.prot", "arguments.timeoutMs", "arguments.tls"],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 65536; allowed are 1 to 65535", Assert.Single(faults["arguments.port"]));
        Assert.Equal("is for tcp only", Assert.Single(faults["arguments.tls"]));
    }

    [Theory]
    [InlineData("""{"port":1}""", "arguments.host", "is required")]
    [InlineData("""{"host":"a"}""", "arguments.port", "is required")]
    [InlineData("""{"host":"a","port":"80"}""", "arguments.port", "must be a whole number from 1 to 65535, not \"80\"")]
    [InlineData("""{"host":"a","port":1.5}""", "arguments.port", "must be a whole number from 1 to 65535, not 1.5")]
    [InlineData("""{"host":"a","port":80,"protocol":"sctp"}""", "arguments.protocol", "is 'sctp'; allowed are tcp, udp")]
    [InlineData("""{"host":"a","port":80,"tls":1}""", "arguments.tls", "must be true or false, not 1")]
    [InlineData("""[]""", "arguments", "must be an object, not an array")]
    public void Read_OneMistake_SaysWhatIsAllowed(string json, string field, string message) =>
        Assert.Equal(message, Assert.Single(Arguments.FaultsOf("port", json)[field]));
}
