using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;

namespace Keeper.Protocol.Schemas;

/// <summary>
/// Reads JSON Schema as far as forms need it. Schemas of plug-ins are written by others: what is not understood counts as
/// not said, so that a field then takes any JSON.
/// </summary>
public sealed class SchemaReader
{
    // More than any form that people could fill in; the rest is JSON to them. A schema that contains itself ends here too.
    private const int MaxDepth = 8;
    private const int MaxSchemas = 500;

    private readonly JsonElement _root;
    private int _read;

    private SchemaReader(JsonElement root) => _root = root;

    /// <summary>Reads a schema; <see cref="ArgumentSchema.Anything"/> when it is not an object.</summary>
    public static ArgumentSchema Read(JsonElement schema) => new SchemaReader(schema).Read(schema, MaxDepth);

    private ArgumentSchema Read(JsonElement element, int depth)
    {
        var schema = Follow(element);
        if (depth == 0 || ++_read > MaxSchemas || schema.ValueKind != JsonValueKind.Object)
            return ArgumentSchema.Anything;
        IReadOnlyList<SchemaField> fields = [.. FieldsOf(schema, depth)];
        var choices = ValuesOf(schema, "enum");
        return new ArgumentSchema
        {
            Types = TypesOf(schema, fields.Count > 0),
            Description = TextOf(schema, "description") ?? TextOf(schema, "title"),
            Default = ValueOf(schema, "default"),
            Example = ValuesOf(schema, "examples") is [var example, ..] ? example : null,
            Choices = choices.Count == 0 && ValueOf(schema, "const") is { } only ? [only] : choices,
            Minimum = NumberOf(schema, "minimum"),
            Maximum = NumberOf(schema, "maximum"),
            MinLength = CountOf(schema, "minLength"),
            MaxLength = CountOf(schema, "maxLength"),
            MinItems = CountOf(schema, "minItems"),
            MaxItems = CountOf(schema, "maxItems"),
            MaxFields = CountOf(schema, "maxProperties"),
            Items = schema.TryGetProperty("items", out var items) ? Read(items, depth - 1) : null,
            Fields = fields,
            Others = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object
                ? Read(others, depth - 1) : null,
            IsClosed = others.ValueKind == JsonValueKind.False,
            IsSecret = IsTrue(schema, RuleKeywords.Secret),
            IsPattern = IsTrue(schema, "x-keeper-pattern") || TextOf(schema, "format") == "regex",
        };
    }

    /// <summary>A reference inside the document, one step; a second step would only invite circles.</summary>
    private JsonElement Follow(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || TextOf(element, "$ref") is not { } reference || !reference.StartsWith("#/", StringComparison.Ordinal))
            return element;
        var found = _root;
        foreach (var step in reference[2..].Split('/'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
                return element;
        }

        return found;
    }

    private IEnumerable<SchemaField> FieldsOf(JsonElement schema, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            yield break;
        var required = ValuesOf(schema, "required").Select(r => r.Parse()).Where(r => r.ValueKind == JsonValueKind.String)
            .Select(r => r.GetString()).ToHashSet(StringComparer.Ordinal);
        foreach (var property in properties.EnumerateObject().Take(MaxSchemas))
            yield return new SchemaField(property.Name, Read(property.Value, depth - 1), required.Contains(property.Name));
    }

    private static SchemaTypes TypesOf(JsonElement schema, bool hasFields)
    {
        if (!schema.TryGetProperty("type", out var type))
            return hasFields ? SchemaTypes.Group : SchemaTypes.Any;
        return type.ValueKind switch
        {
            JsonValueKind.String => SchemaWords.Parse(type.GetString()),
            JsonValueKind.Array => type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String)
                .Aggregate(SchemaTypes.Any, (types, t) => types | SchemaWords.Parse(t.GetString())),
            _ => SchemaTypes.Any,
        };
    }

    private static string? TextOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? NumberOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private static int? CountOf(JsonElement schema, string name) =>
        NumberOf(schema, name) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    private static bool IsTrue(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static RawJson? ValueOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) ? RawJson.From(value) : null;

    private static IReadOnlyList<RawJson> ValuesOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Take(MaxSchemas).Select(RawJson.From)] : [];
}
