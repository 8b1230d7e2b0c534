using System.Globalization;
using System.Text.Json.Nodes;
using Keeper.Protocol.Json;

namespace Keeper.Protocol.Schemas;

/// <summary>Makes up arguments to start from, for kinds whose schema brings none: every required field with a value that has the right shape.</summary>
public static class SchemaExample
{
    /// <summary>The schema's own example, or one made from its fields.</summary>
    public static RawJson Of(ArgumentSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new RawJson(ValueOf(schema, SchemaTypes.Group)?.ToJsonString() ?? "{}");
    }

    private static JsonNode? ValueOf(ArgumentSchema schema, SchemaTypes unsaid) =>
        (schema.Example ?? schema.Default ?? (schema.Choices.Count > 0 ? schema.Choices[0] : null)) is { } given
            ? JsonNode.Parse(given.Text)
            : MadeUp(schema, schema.Types == SchemaTypes.Any ? unsaid : schema.Types);

    private static JsonNode? MadeUp(ArgumentSchema schema, SchemaTypes types)
    {
        if ((types & SchemaTypes.Text) != SchemaTypes.Any)
            return "";
        if ((types & (SchemaTypes.Whole | SchemaTypes.Number)) != SchemaTypes.Any)
            return JsonNode.Parse(Math.Max(0, schema.Minimum ?? 0).ToString(CultureInfo.InvariantCulture));
        if ((types & SchemaTypes.Flag) != SchemaTypes.Any)
            return false;
        if ((types & SchemaTypes.List) != SchemaTypes.Any)
            return schema is { MinItems: > 0, Items: { } items } ? new JsonArray(ValueOf(items, SchemaTypes.Any)) : new JsonArray();
        if ((types & SchemaTypes.Group) == SchemaTypes.Any)
            return null;
        var made = new JsonObject();
        foreach (var field in schema.Fields.Where(f => f.IsRequired))
            made[field.Name] = ValueOf(field.Schema, SchemaTypes.Any);
        return made;
    }
}
