using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Http;

/// <summary>
/// Writes an answer with its length, in one piece: no chunk framing, and one flush. The buffer and the writer belong to
/// the thread and are used between two awaits only.
/// </summary>
internal static class JsonAnswer
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>A buffer that one large answer has grown beyond this is not kept.</summary>
    private const int KeptBytes = 256 * 1024;

    [ThreadStatic]
    private static (PooledBuffer Buffer, Utf8JsonWriter Writer)? _kept;

    public static Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type, string contentType = JsonType)
    {
        var (buffer, writer) = _kept ?? New();
        _kept = null;
        try
        {
            JsonSerializer.Serialize(writer, value, type);
            writer.Flush();
            return WriteAsync(response, buffer.Written, contentType);
        }
        finally
        {
            writer.Reset();
            if (buffer.Capacity <= KeptBytes)
            {
                buffer.Clear();
                _kept = (buffer, writer);
            }
            else
            {
                writer.Dispose();
                buffer.Dispose();
            }
        }
    }

    /// <summary>Writes text that is JSON already.</summary>
    public static Task WriteAsync(HttpResponse response, ReadOnlySpan<byte> json, string contentType = JsonType)
    {
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        var body = response.BodyWriter;
        body.Write(json);
        var flushed = body.FlushAsync();
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }

    private static (PooledBuffer Buffer, Utf8JsonWriter Writer) New()
    {
        var buffer = new PooledBuffer();
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
    }
}
