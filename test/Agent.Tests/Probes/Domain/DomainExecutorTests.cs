using Keeper.Agent.Probes.Domain;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Domain;

public sealed class DomainExecutorTests
{
    private static readonly DomainExecutorFactory Factory = new();
    private static readonly byte[] Record = DnsBytes.Record(1, 10, 0, 0, 7);

    [Fact]
    public async Task Run_SystemResolver_FindsLocalhost()
    {
        var result = await Probe.RunAsync(Factory, new { name = "localhost", expect = "^(127\\.0\\.0\\.1|::1)$" });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    public async Task Run_SystemResolverNoSuchName_SaysSo()
    {
        var result = await Probe.RunAsync(Factory, new { name = "no-such-host.invalid" });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith("name not found", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_ServerAnswers_ShowsRecordsAndExpectations()
    {
        await using var server = new UdpPeer(q => [DnsBytes.Answer(q, 0, Record, DnsBytes.Record(1, 10, 0, 0, 8))]);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}", expect = "^10", expectAddresses = new[] { "10.0.0.8", "10.0.0.9" } });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Equal("expected: the addresses include 10.0.0.9; found: 10.0.0.7, 10.0.0.8", result.Message);
        Assert.Equal([true, true, true, false], result.Assertions.Select(a => a.Passed));
        Assert.Equal("app.test 60 A 10.0.0.7\napp.test 60 A 10.0.0.8", result.Output);
    }

    [Theory]
    [InlineData(3, "NXDOMAIN: the name does not exist")]
    [InlineData(2, "SERVFAIL: the server failed")]
    [InlineData(5, "REFUSED: the server refuses to answer this")]
    public async Task Run_ServerAnswersAnError_NamesIt(int code, string text)
    {
        await using var server = new UdpPeer(q => [DnsBytes.Answer(q, code)]);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" });

        Assert.Equal((Outcome.TargetFailed, $"127.0.0.1:{server.Port} answers {text}"), (result.Outcome, result.Message));
        Assert.Equal(new Assertion("the name has a record of type A", false, result.Message), Assert.Single(result.Assertions));
    }

    [Fact]
    public async Task Run_NoRecordOfTheType_SaysSoAndShowsTheOthers()
    {
        await using var server = new UdpPeer(q => [DnsBytes.Answer(q, 0, DnsBytes.Record(5, DnsBytes.Name("other.test")))]);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", recordType = "MX", server = $"127.0.0.1:{server.Port}" });

        Assert.Equal((Outcome.TargetFailed, "app.test 60 CNAME other.test"), (result.Outcome, result.Output));
        Assert.EndsWith("'app.test' has no MX record", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ForgedAnswersFirst_AreIgnored()
    {
        await using var server = new UdpPeer(q =>
        {
            var forged = DnsBytes.Answer(q, 0, DnsBytes.Record(1, 6, 6, 6, 6));
            forged[0] ^= 0xFF;
            return [forged, [1, 2, 3], DnsBytes.Answer(q, 0, Record)];
        });

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" });

        Assert.StartsWith("app.test is 10.0.0.7 ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "garbage")]
    public async Task Run_BrokenAnswer_SaysWhatIsBroken()
    {
        await using var server = new UdpPeer(q => [DnsBytes.Answer(q, 0, Record[..^2])]);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.Contains("sent a broken answer: a record of 4 bytes reaches beyond", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerFromBeforeEdns_IsAskedWithoutIt()
    {
        await using var server = new UdpPeer(q => [DnsBytes.HasEdns(q) ? DnsBytes.Answer(q, 1) : DnsBytes.Answer(q, 0, Record)]);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{server.Port}" });

        Assert.Equal(Outcome.Success, result.Outcome);
    }

    [Fact]
    public async Task Run_TruncatedAnswer_IsAskedAgainByTcp()
    {
        await using var tcp = DnsBytes.TcpServer(async (stream, question, ct) =>
            await stream.WriteAsync(DnsBytes.Framed(DnsBytes.Answer(question, 0, [.. Enumerable.Range(0, 100).Select(i => DnsBytes.Record(1, 10, 1, 0, (byte)i))])), ct));
        await using var udp = new UdpPeer(q => [DnsBytes.Answer(q, 0x0200)], tcp.Port);

        var result = await Probe.RunAsync(Factory, new { name = "app.test", server = $"127.0.0.1:{tcp.Port}", expectAddresses = new[] { "10.1.0.99" } });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.EndsWith($"(127.0.0.1:{tcp.Port} by TCP)", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PtrOfAnAddress_AsksForItsReverseName()
    {
        await using var server = new UdpPeer(q => [DnsBytes.Answer(q, 0, DnsBytes.Record(12, DnsBytes.Name("host.test")))]);

        var result = await Probe.RunAsync(Factory, new { name = "10.0.0.7", recordType = "PTR", server = $"127.0.0.1:{server.Port}" });

        Assert.Equal("7.0.0.10.in-addr.arpa 60 PTR host.test", result.Output);
    }

    [Theory]
    [InlineData("# none here\nsearch a.test\nnameserver 10.9.8.7 \nnameserver 1.1.1.1\n", "10.9.8.7:53", "")]
    [InlineData("search a.test\n", null, "names no server")]
    public void FirstServer_ResolverFile_IsRead(string content, string? server, string failure)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("resolv.conf");
        File.WriteAllText(path, content);

        Assert.Equal(server, ResolverConfiguration.FirstServer(path, out var said)?.ToString());
        Assert.Contains(failure, said, StringComparison.Ordinal);
    }
}
