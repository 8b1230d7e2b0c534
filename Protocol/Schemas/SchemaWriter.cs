using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;

namespace Keeper.Protocol.Schemas;

/// <summary>Writes a schema as JSON Schema (draft 2020-12).</summary>
public static class SchemaWriter
{
    /// <summary>The version of JSON Schema that the texts are written in.</summary>
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    // Descriptions are read by people: quotation marks and the like stay as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a schema of arguments with its dialect.</summary>
    public static RawJson Write(ArgumentSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Dialect);
            WriteBody(json, schema);
            json.WriteEndObject();
        }

        return new RawJson(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteBody(Utf8JsonWriter json, ArgumentSchema schema)
    {
        WriteTypes(json, schema.Types);
        if (schema.Description is { } description)
            json.WriteString("description", description);
        WriteRaw(json, "default", schema.Default);
        WriteList(json, "examples", schema.Example is { } example ? [example] : []);
        WriteList(json, "enum", schema.Choices);
        WriteLimits(json, schema);
        if (schema.IsSecret)
            json.WriteBoolean(RuleKeywords.Secret, true);
        if (schema.IsPattern)
            json.WriteString("format", "regex");
        if (schema.IsPattern)
            json.WriteBoolean("x-keeper-pattern", true);
        if (schema.Items is { } items)
            WriteNested(json, "items", items);
        WriteFields(json, schema);
    }

    private static void WriteTypes(Utf8JsonWriter json, SchemaTypes types)
    {
        string[] words = [.. SchemaWords.Of(types)];
        if (words.Length == 1)
            json.WriteString("type", words[0]);
        if (words.Length < 2)
            return;
        json.WriteStartArray("type");
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void WriteLimits(Utf8JsonWriter json, ArgumentSchema schema)
    {
        ReadOnlySpan<(string Name, double? Limit)> limits =
        [
            ("minimum", schema.Minimum), ("maximum", schema.Maximum), ("minLength", schema.MinLength), ("maxLength", schema.MaxLength),
            ("minItems", schema.MinItems), ("maxItems", schema.MaxItems), ("maxProperties", schema.MaxFields),
        ];
        foreach (var (name, limit) in limits)
        {
            if (limit is { } value)
                json.WriteNumber(name, value);
        }
    }

    private static void WriteFields(Utf8JsonWriter json, ArgumentSchema schema)
    {
        if (schema.Fields.Count > 0)
        {
            json.WriteStartObject("properties");
            foreach (var field in schema.Fields)
                WriteNested(json, field.Name, field.Schema);
            json.WriteEndObject();
        }

        if (schema.Fields.Any(f => f.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var field in schema.Fields.Where(f => f.IsRequired))
                json.WriteStringValue(field.Name);
            json.WriteEndArray();
        }

        if (schema.Others is { } others)
            WriteNested(json, "additionalProperties", others);
        else if (schema.IsClosed)
            json.WriteBoolean("additionalProperties", false);
    }

    private static void WriteNested(Utf8JsonWriter json, string name, ArgumentSchema schema)
    {
        json.WriteStartObject(name);
        WriteBody(json, schema);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<RawJson> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteRawValue(value.Text);
        json.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, RawJson? value)
    {
        if (value is not { } raw)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(raw.Text);
    }
}
