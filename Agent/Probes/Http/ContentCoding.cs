using System.IO.Compression;

namespace Keeper.Agent.Probes.Http;

/// <summary>
/// Unpacks a body that came packed, so that it is matched as people read it. Nobody asks for packing unless the operator's
/// own headers do.
/// </summary>
internal static class ContentCoding
{
    /// <summary>The body unpacked, or as it is when it was packed more than once or in a way that is not known here.</summary>
    public static Stream Unpack(Stream body, ICollection<string> codings) => codings.Count != 1 ? body : codings.First().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };

    /// <summary>Reads on.</summary>
    /// <exception cref="InvalidDataException">It is not packed as it claims.</exception>
    public static async ValueTask<int> ReadAsync(Stream unpacked, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await unpacked.ReadAsync(buffer, ct);
        }
        catch (InvalidOperationException e) when (unpacked is BrotliStream)
        {
            // The one decoder that reports broken data so.
            throw new InvalidDataException(e.Message, e);
        }
    }
}
