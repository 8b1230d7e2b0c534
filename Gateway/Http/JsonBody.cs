using System.Buffers;
using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Http;

/// <summary>Reads a body field by field, so that every fault in it is found.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Lets <paramref name="read"/> have the body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="faults">Gets what is wrong with its fields.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>Why it is not JSON at all; <see langword="null"/> when it is.</returns>
    public static Problem? Read(ReadOnlySequence<byte> body, Faults faults, Action<ObjectReader> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            read(new ObjectReader(document.RootElement, "", faults));
            return null;
        }
        catch (JsonException e)
        {
            return Problem.Malformed(Describe(e));
        }
        catch (InvalidOperationException e) when (e.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The parser lets texts through that are no Unicode (half a surrogate pair, wrong UTF-8) and throws when they are read.
            return Problem.Malformed("A text in it is not valid Unicode.");
        }
    }

    /// <summary>Where the text stops being JSON, counted from 1, and why.</summary>
    private static string Describe(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? e.Message : e.Message[..end];
        return e.LineNumber is null ? reason : $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}";
    }
}
