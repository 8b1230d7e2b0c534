using System.IO.Compression;
using System.Text;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Http;

/// <summary>Bodies that come packed, in pieces, too slowly or too long.</summary>
public sealed class HttpBodyTests
{
    private static readonly HttpExecutorFactory Factory = new();

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Run_PackedBody_IsMatchedUnpacked(string coding)
    {
        await using var peer = Serving(coding, Pack(coding, "all good"u8.ToArray()));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, expectBody = "^all good$" });

        Assert.Equal((Outcome.Success, "all good"), (result.Outcome, result.Output));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [Trait("Target", "garbage")]
    public async Task Run_GarbageThatClaimsToBePacked_SaysTheBodyIsBroken(string coding)
    {
        await using var peer = Serving(coding, [0xFF, .. "this is not packed at all"u8]);

        var result = await Probe.RunAsync(Factory, new { url = peer.Url });

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"127.0.0.1:{peer.Port} sends a broken body: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownCoding_IsLeftAsItIs()
    {
        await using var peer = Serving("zstd", "as it is"u8.ToArray());

        Assert.Equal("as it is", (await Probe.RunAsync(Factory, new { url = peer.Url })).Output);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [Trait("Target", "endless")]
    public async Task Run_EndlessBodyUnpackedFromAFewBytes_IsUnpackedNoFurtherThanOneMiB(string coding)
    {
        await using var peer = Serving(coding, Pack(coding, new byte[64 << 20]));

        var result = await Probe.RunAsync(Factory, new { url = peer.Url, expectBody = "x" }).Within("the probe");

        Assert.EndsWith("(read no further than 1 MiB)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Target", "endless")]
    public async Task Run_EndlessPackedBodyThatUnpacksToNothing_EndsAtTheSameBound()
    {
        // A zlib stream of empty stored blocks.
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"u8, 0x78, 0x9C], ct);
            await TcpPeer.PourAsync(stream, [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0xFF, 0xFF], 10_000).SelectMany(b => b)], ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url }).Within("the probe");

        Assert.EndsWith("(read no further than 1 MiB)", result.Output, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [InlineData("400\r\n", "the end of the chunks")]
    [InlineData("1;x=", "the end of a chunk's extension")]
    [Trait("Target", "endless")]
    public async Task Run_EndlessChunks_AreGivenUp(string begin, string what)
    {
        var piece = begin.EndsWith('\n') ? begin + new string('z', 1024) + "\r\n" : begin + new string('y', 100_000);
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), ct);
            await TcpPeer.PourAsync(stream, piece, ct);
        });

        await Probe.RunAsync(Factory, new { url = peer.Url, expectBody = "never" }).Within(what);

        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Fact]
    [Trait("Target", "slow")]
    public async Task Run_SlowAnswerByteByByte_IsReadToItsEnd()
    {
        await using var peer = new TcpPeer(async (stream, ct) =>
        {
            foreach (var letter in "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow"u8.ToArray())
                await stream.WriteAsync(new[] { letter }, ct);
            await TcpPeer.HoldAsync(stream, ct);
        });

        var result = await Probe.RunAsync(Factory, new { url = peer.Url }).Within("the probe");

        Assert.Equal((Outcome.Success, "slow"), (result.Outcome, result.Output));
    }

    private static TcpPeer Serving(string coding, byte[] body) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {body.Length}\r\n\r\n"), ct);
        await stream.WriteAsync(body, ct);
        await TcpPeer.HoldAsync(stream, ct);
    });

    private static byte[] Pack(string coding, byte[] bytes)
    {
        var packed = new MemoryStream();
        using (Stream packing = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
            packing.Write(bytes);
        return packed.ToArray();
    }
}
