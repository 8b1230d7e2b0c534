using Keeper.Protocol.Json;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Tests.Probes;

public sealed class HttpArgumentsTests
{
    [Fact]
    public void Read_OnlyTheUrl_HasDefaults()
    {
        var http = Arguments.Read<HttpArguments>("http", """{"url":"http://app.test/health"}""");

        Assert.Equal(("GET", false, false, null, null), (http.Method, http.FollowRedirects, http.Insecure, http.Body, http.MaxLatencyMs));
        Assert.Equal([new StatusRange(200, 299)], http.ExpectStatus);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var http = Arguments.Read<HttpArguments>("http", """
            {"url":"https://a.test","method":"post","headers":{"X-A":"1"},"body":"b","followRedirects":true,"expectStatus":[204,"3xx","404"],
             "expectBody":"ok","expectHeaders":{"server":"nginx"},"maxLatencyMs":250,"minCertificateDays":14,"insecure":true}
            """);

        Assert.Equal(("POST", "b", true, 250, 14, true), (http.Method, http.Body, http.FollowRedirects, http.MaxLatencyMs, http.MinCertificateDays, http.Insecure));
        Assert.Equal(["204", "3xx", "404"], http.ExpectStatus.Select(s => s.ToString()));
        Assert.True(http.ExpectHeaders!.ContainsKey("SERVER"));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachByItsPath()
    {
        var faults = Arguments.FaultsOf("http", """
            {"url":"ftp://a","method":"BREW","headers":{"a b":"1","X":"1\n2"},"expectStatus":[600,"6xx",true],"expectBody":"*",
             "expectHeaders":{"server":"("},"maxLatencyMs":-1,"insecure":"yes"}
            """);

        Assert.Equal(
            [
                "arguments.expectBody", "arguments.expectHeaders.server", "arguments.expectStatus[0]", "arguments.expectStatus[1]",
                "arguments.expectStatus[2]", "arguments.headers", "arguments.headers.X", "arguments.insecure", "arguments.maxLatencyMs",
                "arguments.method", "arguments.url",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_CertificateDaysWithoutTls_IsAFault() =>
        Assert.Equal("needs an https URL", Assert.Single(Arguments.FaultsOf("http", """{"url":"http://a","minCertificateDays":7}""")["arguments.minCertificateDays"]));

    [Theory]
    [InlineData("http", """{"url":"http://a"}""", true)]
    [InlineData("http", """{"url":"http://a","method":"HEAD"}""", true)]
    [InlineData("http", """{"url":"http://a","method":"POST"}""", false)]
    [InlineData("http", """{"url":7}""", false)]
    [InlineData("port", """{"host":"a","port":1}""", true)]
    [InlineData("domain", """{"name":"a"}""", true)]
    [InlineData("command", """{"file":"reboot"}""", false)]
    public void IsRepeatable_EachKind_OnlyIfItChangesNothing(string kind, string arguments, bool repeatable) =>
        Assert.Equal(repeatable, InstructionKinds.IsRepeatable(kind, new RawJson(arguments)));
}
