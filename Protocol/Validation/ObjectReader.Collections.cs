using System.Text.Json;
using System.Text.RegularExpressions;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Protocol.Validation;

/// <content>Objects, arrays and maps.</content>
public sealed partial class ObjectReader
{
    /// <summary>Most characters of a name in a <see cref="Map"/>.</summary>
    private const int LongestName = 200;

    /// <summary>An object inside this one; <see langword="null"/> when it is absent.</summary>
    public T? Group<T>(string name, Func<ObjectReader, T?> read, bool required = false, string? about = null)
        where T : class
    {
        _sketch?.Field(name, required, about, Describe(r => read(r)));
        return Given(name, required) is { } value ? read(new ObjectReader(value, PathOf(name), Faults)) : null;
    }

    /// <summary>An array of objects; empty when it is absent.</summary>
    public IReadOnlyList<T> Groups<T>(
        string name, int maxCount, Func<ObjectReader, T?> read, bool required = false, string? about = null)
        where T : class
    {
        _sketch?.Field(name, required, about, SchemaOfArray(Describe(r => read(r)), maxCount, required));
        var all = new List<T>();
        var elements = GivenItems(name, maxCount, required, out var count);
        foreach (var (element, path) in elements)
        {
            if (read(new ObjectReader(element, path, Faults)) is { } one)
                all.Add(one);
        }

        if (required && count == 0)
            Fault(name, $"has 0 elements; allowed are 1 to {maxCount}");
        return all;
    }

    /// <summary>The elements of an array with the path of each; empty when the field is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="maxCount">Most elements.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="about">What it is, for people.</param>
    /// <param name="element">What each may be, for people.</param>
    public IEnumerable<(JsonElement Element, string Path)> Items(
        string name, int maxCount, bool required = false, string? about = null, ArgumentSchema? element = null)
    {
        _sketch?.Field(name, required, about, SchemaOfArray(element ?? ArgumentSchema.Anything, maxCount, required: false));
        return GivenItems(name, maxCount, required, out _);
    }

    /// <summary>An array of texts; <see langword="null"/> when absent.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxCount, int maxLength, string? about = null)
    {
        _sketch?.Field(name, required: false, about, SchemaOfArray(SchemaOfText(0, maxLength), maxCount, required: false));
        List<string>? texts = null;
        foreach (var (element, path) in GivenItems(name, maxCount, required: false, out _))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Length <= maxLength)
                (texts ??= []).Add(text);
            else
                Faults.Add(path, $"must be a text of at most {maxLength} characters, not {Shown(element)}");
        }

        return texts;
    }

    /// <summary>
    /// An object whose values are texts (labels, headers), by names of at most 200 characters; <see langword="null"/> when absent. With
    /// <paramref name="secrets"/> each of them may be what <see cref="SecretText"/> takes.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Map(string name, int maxCount, int maxLength, string? about = null, bool secrets = false)
    {
        _sketch?.Field(name, required: false, about, SchemaOfMap(
            secrets ? SchemaOfSecret(0, maxLength) : SchemaOfText(0, maxLength), maxCount));
        if (GivenMap(name, "texts") is not { } value)
            return null;
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Length > LongestName)
                Fault($"{name}.{Names.Shorten(property.Name)}", $"has a name of {property.Name.Length} characters; allowed are at most {LongestName}");
            else if (secrets && property.Value.ValueKind == JsonValueKind.Object)
                map[property.Name] = new ObjectReader(value, PathOf(name), Faults).SecretText(property.Name, maxLength) ?? "";
            else if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString()!.Length > maxLength)
                Fault($"{name}.{Names.Shorten(property.Name)}", $"must be a text of at most {maxLength} characters, not {Shown(property.Value)}");
            else
                map[property.Name] = property.Value.GetString()!;
        }

        if (map.Count > maxCount)
            Fault(name, $"has {map.Count} entries; allowed are at most {maxCount}");
        return map;
    }

    /// <summary>An object whose values are regular expressions; <see langword="null"/> when absent. Its names are compared without case.</summary>
    public IReadOnlyDictionary<string, Regex>? Patterns(string name, int maxCount, string? about = null)
    {
        _sketch?.Field(name, required: false, about, SchemaOfMap(SchemaOfPattern, maxCount));
        if (GivenMap(name, "regular expressions") is not { } value)
            return null;
        if (value.GetPropertyCount() > maxCount)
        {
            Fault(name, $"has {value.GetPropertyCount()} entries; allowed are at most {maxCount}");
            return null;
        }

        var inner = new ObjectReader(value, PathOf(name), Faults);
        var patterns = new Dictionary<string, Regex>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.EnumerateObject())
        {
            if (inner.Pattern(property.Name) is { } pattern)
                patterns[property.Name] = pattern;
        }

        return patterns;
    }

    /// <summary>A text, possibly empty, or an object or array as its JSON text.</summary>
    public (string? Text, bool IsJson) TextOrJson(string name, int maxLength, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, new ArgumentSchema
        {
            Types = SchemaTypes.Text | SchemaTypes.Group | SchemaTypes.List,
            MaxLength = maxLength,
        });
        var given = Given(name, required);
        if (given is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json)
            return (TextIn(given, name, maxLength, shortest: 0), false);
        var text = RawJson.From(json).Text;
        if (text.Length > maxLength)
            Fault(name, $"has {text.Length} characters; allowed are at most {maxLength}");
        return (text, true);
    }

    private static ArgumentSchema SchemaOfArray(ArgumentSchema items, int maxCount, bool required) =>
        new() { Types = SchemaTypes.List, Items = items, MinItems = required ? 1 : null, MaxItems = maxCount };

    private static ArgumentSchema SchemaOfMap(ArgumentSchema values, int maxCount) =>
        new() { Types = SchemaTypes.Group, Others = values, MaxFields = maxCount };

    private JsonElement? GivenMap(string name, string what)
    {
        if (Given(name, required: false) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return value;
        Fault(name, $"must be an object of {what}, not {Shown(value)}");
        return null;
    }

    private IEnumerable<(JsonElement Element, string Path)> GivenItems(string name, int maxCount, bool required, out int? count)
    {
        count = null;
        if (Given(name, required) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(name, $"must be an array, not {Shown(value)}");
            return [];
        }

        count = value.GetArrayLength();
        if (count <= maxCount)
            return value.EnumerateArray().Select((element, i) => (element, $"{PathOf(name)}[{i}]"));
        Fault(name, $"has {count} elements; allowed are at most {maxCount}");
        return [];
    }
}
