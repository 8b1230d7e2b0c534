using System.Globalization;

namespace Orleans.Runtime;

/// <summary>GUID and integer keys inside a <see cref="GrainId"/>; the second part of a compound key follows a plus sign.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>The key part for an integer.</summary>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>The key part for an integer and a string.</summary>
    public static IdSpan CreateIntegerKey(long key, string? keyExtension) => string.IsNullOrWhiteSpace(keyExtension)
        ? CreateIntegerKey(key)
        : IdSpan.Create($"{key:X}+{keyExtension}");

    /// <summary>The key part for a GUID.</summary>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>The key part for a GUID and a string.</summary>
    public static IdSpan CreateGuidKey(Guid key, string? keyExtension) => string.IsNullOrWhiteSpace(keyExtension)
        ? CreateGuidKey(key)
        : IdSpan.Create($"{key:N}+{keyExtension}");

    /// <summary>Reads an integer key.</summary>
    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
    {
        (var head, keyExt) = Split(grainId);
        return long.TryParse(head, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out key);
    }

    /// <summary>Reads a GUID key.</summary>
    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt)
    {
        (var head, keyExt) = Split(grainId);
        return Guid.TryParseExact(head, "N", out key);
    }

    /// <summary>Reads an integer key.</summary>
    /// <exception cref="InvalidOperationException">The key is of another kind.</exception>
    public static long GetIntegerKey(this GrainId grainId, out string? keyExt) =>
        TryGetIntegerKey(grainId, out var key, out keyExt) ? key : throw NotKeyedBy("a 64-bit integer", grainId);

    /// <inheritdoc cref="GetIntegerKey(GrainId, out string?)"/>
    public static long GetIntegerKey(this GrainId grainId) => GetIntegerKey(grainId, out _);

    /// <summary>Reads a GUID key.</summary>
    /// <exception cref="InvalidOperationException">The key is of another kind.</exception>
    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) =>
        TryGetGuidKey(grainId, out var key, out keyExt) ? key : throw NotKeyedBy("a GUID", grainId);

    /// <inheritdoc cref="GetGuidKey(GrainId, out string?)"/>
    public static Guid GetGuidKey(this GrainId grainId) => GetGuidKey(grainId, out _);

    private static (string Head, string? Extension) Split(GrainId grainId)
    {
        var text = grainId.Key.ToString();
        var plus = text.IndexOf('+');
        return plus < 0 ? (text, null) : (text[..plus], text[(plus + 1)..]);
    }

    private static InvalidOperationException NotKeyedBy(string kind, GrainId grainId) =>
        new($"The key of grain {grainId} is not {kind}.");
}
