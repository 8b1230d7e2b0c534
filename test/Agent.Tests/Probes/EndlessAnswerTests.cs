using System.Text;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Domain;
using Keeper.Agent.Probes.Http;
using Keeper.Agent.Probes.Message;
using Keeper.Agent.Probes.Port;
using Keeper.Agent.Probes.Scrape;
using Keeper.Agent.Probes.Tls;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes;

/// <summary>Alone in the process, because what is allocated is counted for all of it.</summary>
[CollectionDefinition(nameof(CountedMemory), DisableParallelization = true)]
public sealed class CountedMemory;

/// <summary>What a target that never ends can make the agent take and keep.</summary>
[Collection(nameof(CountedMemory))]
public sealed class EndlessAnswerTests
{
    /// <summary>A MiB of body at most, its text, and the buffers on the way.</summary>
    private const long MostAllocated = 24 << 20;

    /// <summary>What was read, and what both systems' socket buffers hold.</summary>
    private const long MostSent = 24 << 20;

    private const string Web = "HTTP/1.1 200 OK\r\n\r\n";
    private const string ManyHeaders = "HTTP/1.1 200 OK\r\n";

    // A record of a handshake message that claims to be 8 MiB long.
    private const string Handshake = "\u0016\u0003\u0003\u0040\u0000\u0002\u007F\u007F\u007F";

    public static TheoryData<string, string, string> Endless => new()
    {
        { "http", Web, "z" },
        { "http", ManyHeaders, "X-More: h\r\n" },
        { "http", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", "y" },
        { "scrape", Web, "other 2\n" },
        { "message", Web, "z" },
        { "port", "", "x" },
        { "tls", Handshake, "\u0000" },
        { "domain", "", "\u00FF" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task Run_EndlessAnswer_TakesAndKeepsABoundedPiece(string kind, string begin, string piece)
    {
        var sent = 0L;
        var pieces = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, (64 << 10) / piece.Length)));
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(begin), ct);
            while (true)
            {
                await stream.WriteAsync(pieces, ct);
                Interlocked.Add(ref sent, pieces.Length);
            }
        });
        var (factory, arguments) = ProbeOf(kind, peer);
        var before = GC.GetTotalAllocatedBytes();

        await Probe.RunAsync(factory, arguments).Within("the probe");

        var allocated = GC.GetTotalAllocatedBytes() - before;
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
        Assert.InRange(allocated, 0, MostAllocated);
        Assert.InRange(Interlocked.Read(ref sent), 0, MostSent);
    }

    private static (IExecutorFactory Factory, object Arguments) ProbeOf(string kind, TcpPeer peer) => kind switch
    {
        "http" => (new HttpExecutorFactory(), new { url = peer.Url, expectBody = "never" }),
        "scrape" => (new ScrapeExecutorFactory(), new { url = peer.Url, series = new[] { new { name = "never" } } }),
        "message" => (new MessageExecutorFactory(), new { url = peer.Url, body = "x" }),
        "port" => (new PortExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, expect = "never" }),
        "tls" => (new TlsExecutorFactory(), new { host = "127.0.0.1", port = peer.Port }),
        _ => (new DomainExecutorFactory(), new { name = "app.test", server = $"127.0.0.1:{peer.Port}", transport = "tcp" }),
    };
}
