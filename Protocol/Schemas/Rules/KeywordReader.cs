using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>Reads the keywords of one schema. What is not as it should be is a fault and counts as absent.</summary>
internal readonly struct KeywordReader(JsonElement schema, string path, Faults faults)
{
    public string PathOf(string name) => $"{path}.{name}";

    public JsonElement? Find(string name) => schema.TryGetProperty(name, out var value) ? value : null;

    public SchemaTypes Types()
    {
        if (Find("type") is not { } type)
            return SchemaTypes.Any;
        var types = SchemaTypes.Any;
        JsonElement[] words = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type];
        foreach (var word in words)
        {
            var one = word.ValueKind == JsonValueKind.String ? SchemaWords.Parse(word.GetString()) : SchemaTypes.Any;
            if (one == SchemaTypes.Any)
                faults.Add(PathOf("type"), $"is {RuleWords.Shown(word)}; allowed are {string.Join(", ", SchemaWords.Of((SchemaTypes)int.MaxValue))}");
            types |= one;
        }

        if (words.Length == 0)
            faults.Add(PathOf("type"), "must not be empty");
        return types;
    }

    /// <summary>The only values allowed, by <c>enum</c> or <c>const</c>.</summary>
    public IReadOnlyList<JsonElement>? Values()
    {
        if (Find("const") is { } only)
            return [only];
        if (Find("enum") is not { } values)
            return null;
        if (values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
            return [.. values.EnumerateArray()];
        faults.Add(PathOf("enum"), $"must be an array with values, not {(values.ValueKind == JsonValueKind.Array ? "an empty one" : RuleWords.Shown(values))}");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(e => e.GetString()!)];
        faults.Add(PathOf(name), "must be an array of texts");
        return [];
    }

    public string? Text(string name, int maxLength = int.MaxValue)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= maxLength)
            return text;
        faults.Add(PathOf(name), $"must be a text of at most {maxLength} characters, not {RuleWords.Shown(value)}");
        return null;
    }

    public bool Flag(string name)
    {
        if (Find(name) is not { } value || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return Find(name)?.ValueKind == JsonValueKind.True;
        faults.Add(PathOf(name), $"must be true or false, not {RuleWords.Shown(value)}");
        return false;
    }

    public Bounds Count(string? min, string max) => new(
        min is null ? 0 : Number(min, counts: true) ?? double.NegativeInfinity,
        Number(max, counts: true) ?? double.PositiveInfinity);

    public Bounds Numbers()
    {
        var (min, above) = (Number("minimum") ?? double.NegativeInfinity, Number("exclusiveMinimum") ?? double.NegativeInfinity);
        var (max, below) = (Number("maximum") ?? double.PositiveInfinity, Number("exclusiveMaximum") ?? double.PositiveInfinity);
        return new(Math.Max(min, above), Math.Min(max, below), above >= min && !double.IsNegativeInfinity(above), below <= max && !double.IsPositiveInfinity(below));
    }

    /// <summary>A number; with <paramref name="counts"/> a whole one that is not negative.</summary>
    public double? Number(string name, bool counts = false)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            && (!counts || (number >= 0 && Math.Floor(number) == number)))
        {
            return number;
        }

        faults.Add(PathOf(name), $"must be a {(counts ? "whole number that is not negative" : "number")}, not {RuleWords.Shown(value)}");
        return null;
    }
}
