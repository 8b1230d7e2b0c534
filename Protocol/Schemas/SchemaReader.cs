using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas;

/// <summary>
/// Reads JSON Schema as far as forms need it. Schemas of plug-ins are written by others: what is not understood counts as
/// not said, so that a field then takes any JSON. <see cref="RuleReader"/> reads the same keywords for what is enforced, and
/// there the same is a fault: a form may show less than there is, a rule that is ignored in silence is worse than none.
/// </summary>
public sealed class SchemaReader
{
    // More than any form that people could fill in; the rest is JSON to them. A schema that contains itself ends here too.
    private const int MaxDepth = 8;
    private const int MaxSchemas = 500;

    private readonly JsonElement _root;
    private readonly Faults _unheard = new();
    private int _read;

    private SchemaReader(JsonElement root) => _root = root;

    /// <summary>Reads a schema; <see cref="ArgumentSchema.Anything"/> when it is not an object.</summary>
    public static ArgumentSchema Read(JsonElement schema)
    {
        try
        {
            return new SchemaReader(schema).Read(schema, MaxDepth);
        }
        catch (InvalidOperationException)
        {
            // The parser lets texts through that are no Unicode (half a surrogate pair) and throws when they are read.
            return ArgumentSchema.Anything;
        }
    }

    private ArgumentSchema Read(JsonElement element, int depth)
    {
        var schema = Follow(element);
        if (depth == 0 || ++_read > MaxSchemas || schema.ValueKind != JsonValueKind.Object)
            return ArgumentSchema.Anything;
        var keywords = new KeywordReader(schema, "", _unheard);
        IReadOnlyList<SchemaField> fields = [.. FieldsOf(keywords, depth)];
        var (types, others) = (keywords.Types(), keywords.Find("additionalProperties"));
        return new ArgumentSchema
        {
            Types = types == SchemaTypes.Any && fields.Count > 0 ? SchemaTypes.Group : types,
            Description = keywords.Text("description") ?? keywords.Text("title"),
            Default = keywords.Find("default") is { } unsaid ? RawJson.From(unsaid) : null,
            Example = keywords.Find("examples") is { ValueKind: JsonValueKind.Array } examples && examples.GetArrayLength() > 0
                ? RawJson.From(examples[0]) : null,
            Choices = [.. (keywords.Values() ?? []).Take(MaxSchemas).Select(RawJson.From)],
            Minimum = keywords.Number("minimum"),
            Maximum = keywords.Number("maximum"),
            MinLength = (int?)keywords.Number("minLength", counts: true),
            MaxLength = (int?)keywords.Number("maxLength", counts: true),
            MinItems = (int?)keywords.Number("minItems", counts: true),
            MaxItems = (int?)keywords.Number("maxItems", counts: true),
            MaxFields = (int?)keywords.Number("maxProperties", counts: true),
            Items = keywords.Find("items") is { } items ? Read(items, depth - 1) : null,
            Fields = fields,
            Others = others is { ValueKind: JsonValueKind.Object } described ? Read(described, depth - 1) : null,
            IsClosed = others?.ValueKind == JsonValueKind.False,
            IsSecret = keywords.Flag(RuleKeywords.Secret),
            IsPattern = keywords.Flag("x-keeper-pattern") || keywords.Text("format") == "regex",
        };
    }

    /// <summary>A reference inside the document, one step; a second step would only invite circles.</summary>
    private JsonElement Follow(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || new KeywordReader(element, "", _unheard).Text("$ref") is not { } reference || !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return element;
        }

        var found = _root;
        foreach (var step in reference[2..].Split('/'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
                return element;
        }

        return found;
    }

    private IEnumerable<SchemaField> FieldsOf(KeywordReader keywords, int depth)
    {
        if (keywords.Find("properties") is not { ValueKind: JsonValueKind.Object } properties)
            yield break;
        var required = keywords.Texts("required");
        foreach (var property in properties.EnumerateObject().Take(MaxSchemas))
            yield return new SchemaField(property.Name, Read(property.Value, depth - 1), required.Contains(property.Name, StringComparer.Ordinal));
    }
}
