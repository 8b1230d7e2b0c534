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
    [InlineData("""{"basic":{"user":"a","password":"b"}}""", "Basic YTpi")]
    [InlineData("""{"bearer":"t"}""", "Bearer t")]
    [InlineData("""{"basic":{"user":"a","password":{"secret":"p"}}}""", "Basic YTooc2VjcmV0KQ==")]
    [InlineData("""{"bearer":{"secret":"t"}}""", "Bearer (secret)")]
    public void Read_Auth_BecomesAHeaderAndIsNeverPrinted(string auth, string header)
    {
        var http = Arguments.Read<HttpArguments>("http", $$"""{"url":"http://a","httpVersion":"2","auth":{{auth}}}""");

        Assert.Equal((header, new Version(2, 0)), (http.Auth!.Header, http.HttpVersion));
        Assert.DoesNotContain(header, http.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"http://a","auth":{}}""", "arguments.auth", "needs one of basic and bearer")]
    [InlineData("""{"url":"http://a","auth":{"bearer":"t","basic":{"user":"a","password":"b"}}}""", "arguments.auth", "needs one of basic and bearer")]
    [InlineData("""{"url":"http://a","auth":{"basic":{"user":"a:b","password":"c"}}}""", "arguments.auth.basic.user", "must not contain a colon")]
    [InlineData("""{"url":"http://a","auth":{"bearer":"a\r\nX: 1"}}""", "arguments.auth.bearer", "must be a token of visible ASCII characters without spaces")]
    [InlineData("""{"url":"http://a","auth":{"bearer":"t"},"headers":{"authorization":"x"}}""", "arguments.auth", "is given, and so is the header Authorization; allowed is one of them")]
    [InlineData("""{"url":"http://a","httpVersion":"3"}""", "arguments.httpVersion", "is '3'; allowed are 1.1, 2")]
    [InlineData("""{"url":"http://me:pass@a"}""", "arguments.url", "must not name a user: URLs are shown to everybody; use auth")]
    public void Read_OneMistake_SaysWhatIsWrong(string json, string field, string message) =>
        Assert.Equal(message, Assert.Single(Arguments.FaultsOf("http", json)[field]));

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
