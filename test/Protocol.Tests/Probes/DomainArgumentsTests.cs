using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class DomainArgumentsTests
{
    [Fact]
    public void Read_OnlyTheName_LeavesTheRestToTheSystem()
    {
        var domain = Arguments.Read<DomainArguments>("domain", """{"name":"app.test"}""");

        Assert.Equal(("app.test", null, null, null, 10_000), (domain.Name, domain.RecordType, domain.Server, domain.Transport, domain.TimeoutMs));
    }

    [Theory]
    [InlineData("10.0.0.53", "10.0.0.53:53")]
    [InlineData("10.0.0.53:5353", "10.0.0.53:5353")]
    [InlineData("[fd00::1]:5353", "[fd00::1]:5353")]
    [InlineData("fd00::1", "[fd00::1]:53")]
    public void Read_Server_HasPort53UnlessNamed(string server, string endPoint) =>
        Assert.Equal(endPoint, Arguments.Read<DomainArguments>("domain", $$"""{"name":"a","server":"{{server}}"}""").Server!.ToString());

    [Theory]
    [InlineData("a")]
    [InlineData("AAAA")]
    [InlineData("caa")]
    public void Read_RecordTypeInAnyCase_IsTheUpperCaseOne(string type) =>
        Assert.Equal(type.ToUpperInvariant(), Arguments.Read<DomainArguments>("domain", $$"""{"name":"a","recordType":"{{type}}"}""").RecordType);

    [Fact]
    public void Read_ManyMistakes_NamesEach()
    {
        var faults = Arguments.FaultsOf(
            "domain", """{"name":"","recordType":"ANY","server":"ns.test","expect":"[","expectAddresses":["10.0.0.1","ten"],"transport":"tls","timeoutMs":60001}""");

        Assert.Equal(
            ["arguments.expect", "arguments.expectAddresses", "arguments.name", "arguments.recordType", "arguments.server", "arguments.timeoutMs", "arguments.transport"],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("'ten' is not an address", Assert.Single(faults["arguments.expectAddresses"]));
    }
}
