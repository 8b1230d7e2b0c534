using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Keeper.Gateway.Http;

/// <summary>Reads a bounded body from the request's pipe, without copying it.</summary>
internal static class RequestBody
{
    /// <summary>Largest body of any request (api.md).</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxDrainedBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The whole body, or <see langword="null"/> when it is too large: said by its length before a byte is read, or
    /// noticed as soon as the limit is passed. Whoever gets it calls <see cref="Release"/> when done.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not { } length || length > MaxBytes)
            LetServerDrain(context);
        if (context.Request.ContentLength > MaxBytes)
            return null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted || read.IsCanceled)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static void Release(HttpContext context, ReadOnlySequence<byte> body) => context.Request.BodyReader.AdvanceTo(body.End);

    /// <summary>
    /// A client that is still sending would be cut off before it could read the answer. So the server may take in more than
    /// this gateway reads: it throws the rest away after the answer, for a few seconds and up to a limit of its own.
    /// </summary>
    private static void LetServerDrain(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = MaxDrainedBytes;
    }
}
