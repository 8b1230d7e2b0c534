using Keeper.Dashboard.ResultViews.Model;

namespace Keeper.Dashboard.Tests.ResultViews;

public sealed class OutputViewsTests
{
    private const string Chain =
        "TLS 1.3, TLS_AES_256_GCM_SHA384\nnames: a.example, b.example\n"
        + "CN=a.example, issued by CN=Root, O=Ours, valid from 2026-01-01 00:00:00Z until 2027-01-01 00:00:00Z\n"
        + "CN=Root, O=Ours, issued by CN=Root, O=Ours, valid from 2020-01-01 00:00:00Z until 2030-01-01 00:00:00Z\n";

    [Fact]
    public void Of_CertificateChain_IsFactsAndATable()
    {
        var views = OutputViews.Of("tls", Chain);

        var facts = Assert.IsType<FactsOutput>(views[0]);
        Assert.Equal([("Version", "TLS 1.3"), ("Cipher", "TLS_AES_256_GCM_SHA384"), ("Names", "a.example, b.example")], facts.Facts);
        var table = Assert.IsType<TableOutput>(Assert.Single(views.Skip(1)));
        Assert.Equal(["CN=a.example", "CN=Root, O=Ours", "2026-01-01 00:00:00Z", "2027-01-01 00:00:00Z"], table.Rows[0]);
        Assert.Equal(2, table.Rows.Count);
    }

    [Fact]
    public void Of_ChainAndWhatWasSaid_ShowsBoth()
    {
        var views = OutputViews.Of("port", Chain + "220 ready\n");

        Assert.Equal("220 ready", Assert.IsType<TextOutput>(views[^1]).Text);
    }

    [Fact]
    public void Of_DnsRecords_AreATable()
    {
        var table = Assert.IsType<TableOutput>(Assert.Single(OutputViews.Of("domain", "example.org. 300 MX 10 mail.example.org.")));

        Assert.Equal(["example.org.", "300", "MX", "10 mail.example.org."], table.Rows[0]);
    }

    [Fact]
    public void Of_AddressesAlone_AreText() => Assert.IsType<TextOutput>(Assert.Single(OutputViews.Of("domain", "10.0.0.1\n10.0.0.2")));

    [Fact]
    public void Of_Command_ShowsBothStreams()
    {
        var views = OutputViews.Of("command", "out\n\n--- standard error ---\nerr");

        Assert.Equal([("Standard output", "out\n"), ("Standard error", "err")], views.Cast<TextOutput>().Select(v => (v.Title, v.Text)));
    }

    [Theory]
    [InlineData("database")]
    [InlineData("plc-read")]
    public void Of_NamesWithValues_AreFacts(string kind) => Assert.Equal(
        [("server", "17.2"), ("role", "primary")], Assert.IsType<FactsOutput>(Assert.Single(OutputViews.Of(kind, "server: 17.2\nrole: primary\n"))).Facts);

    [Fact]
    public void Of_AnswerThatLooksLikeFacts_StaysAsItIs() =>
        Assert.Equal("Host: a\nB: c", Assert.IsType<TextOutput>(Assert.Single(OutputViews.Of("http", "Host: a\nB: c"))).Text);

    [Fact]
    public void Of_Json_IsIndented() => Assert.Equal(
        "{\n  \"status\": \"up\"\n}", Assert.IsType<TextOutput>(Assert.Single(OutputViews.Of("http", """{"status":"up"}"""))).Text.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("http", "{ not json")]
    [InlineData("nobody-knows", "just\ntext")]
    [InlineData("icmp", "1.2 ms\nunreachable")]
    public void Of_WhatFitsNothing_IsText(string kind, string output) =>
        Assert.Equal(output, Assert.IsType<TextOutput>(Assert.Single(OutputViews.Of(kind, output))).Text);

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Empty(OutputViews.Of("http", ""));
}
