using System.Buffers;
using System.Text;
using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>
/// Finds what names a secret in an instruction's arguments, <c>{"secret": "name"}</c>, and puts texts in its place. Only
/// where the kind takes one: elsewhere the same words may be data, a header called <c>secret</c> for example. Where a schema
/// says nothing, and for kinds that announce none, they mean a secret.
/// </summary>
internal static class SecretReferences
{
    private const string Word = "secret";

    /// <summary>Whether a look is worth the while. Inside JSON the word may also be written with escapes.</summary>
    public static bool MayBeIn(RawJson arguments) => arguments.Text.Contains(Word, StringComparison.Ordinal) || arguments.Text.Contains('\\');

    /// <summary>The names of the secrets that are asked for.</summary>
    public static IReadOnlySet<string> Find(JsonElement arguments, ArgumentSchema schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Walk(arguments, schema, names.Add);
        return names;
    }

    /// <summary>The arguments with every reference replaced.</summary>
    public static RawJson Fill(JsonElement arguments, ArgumentSchema schema, IReadOnlyDictionary<string, string> values)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            Copy(arguments, schema, values, json);
        return new RawJson(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Walk(JsonElement value, ArgumentSchema schema, Func<string, bool> found)
    {
        if (NameIn(value, schema) is { } name)
        {
            found(name);
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
                Walk(property.Value, FieldOf(schema, property.Name), found);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
                Walk(element, ElementOf(schema), found);
        }
    }

    private static void Copy(JsonElement value, ArgumentSchema schema, IReadOnlyDictionary<string, string> values, Utf8JsonWriter json)
    {
        if (NameIn(value, schema) is { } name)
        {
            json.WriteStringValue(values[name]);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Copy(property.Value, FieldOf(schema, property.Name), values, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                    Copy(element, ElementOf(schema), values, json);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string? NameIn(JsonElement value, ArgumentSchema schema) =>
        (schema.IsSecret || schema.Types == SchemaTypes.Any)
        && value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1
        && value.TryGetProperty(Word, out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString() : null;

    // Below what is not described, nothing is; below what is described as data, everything is.
    private static ArgumentSchema FieldOf(ArgumentSchema schema, string name) =>
        schema.Fields.FirstOrDefault(f => f.Name == name)?.Schema ?? schema.Others ?? Below(schema);

    private static ArgumentSchema ElementOf(ArgumentSchema schema) => schema.Items ?? Below(schema);

    private static ArgumentSchema Below(ArgumentSchema schema) => schema.Types == SchemaTypes.Any ? ArgumentSchema.Anything : Data;

    private static ArgumentSchema Data { get; } =
        new() { Types = SchemaTypes.Group | SchemaTypes.List | SchemaTypes.Text | SchemaTypes.Number | SchemaTypes.Whole | SchemaTypes.Flag };
}
