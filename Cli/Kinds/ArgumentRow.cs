using System.Globalization;
using Keeper.Protocol.Schemas;

namespace Keeper.Cli.Kinds;

/// <summary>One argument of a kind for people.</summary>
/// <param name="Name">Its path: <c>series[].name</c>.</param>
/// <param name="Type">What it may be, with limits.</param>
/// <param name="Note">Whether it must be there, or what it is when it is not.</param>
/// <param name="About">What it is.</param>
internal sealed record ArgumentRow(string Name, string Type, string Note, string About)
{
    public static IEnumerable<ArgumentRow> Of(ArgumentSchema schema, string path = "")
    {
        foreach (var field in schema.Fields)
        {
            var name = path + field.Name;
            yield return new ArgumentRow(name, TypeOf(field.Schema), NoteOf(field), field.Schema.Description ?? "");
            foreach (var inner in InnerOf(field.Schema, name))
                yield return inner;
        }
    }

    private static IEnumerable<ArgumentRow> InnerOf(ArgumentSchema schema, string name) =>
        schema.IsSecret ? []
        : schema.Fields.Count > 0 ? Of(schema, name + ".")
        : schema.Items is { IsSecret: false, Fields.Count: > 0 } items ? Of(items, name + "[].")
        : [];

    private static string NoteOf(SchemaField field) =>
        field.IsRequired ? "required" : field.Schema.Default is { } value ? $"default {value}" : "";

    private static string TypeOf(ArgumentSchema schema)
    {
        if (schema.Choices.Count > 0)
            return string.Join(" | ", schema.Choices.Select(c => c.Text.Trim('"')));
        if (schema.IsSecret)
            return "text or {\"secret\": name}";
        if (schema.IsPattern)
            return schema.Allows(SchemaTypes.Group) ? "regular expression or object" : "regular expression";
        return schema.Types switch
        {
            SchemaTypes.Text => "text",
            SchemaTypes.Whole => "whole number" + RangeOf(schema),
            SchemaTypes.Number => "number" + RangeOf(schema),
            SchemaTypes.Flag => "true or false",
            SchemaTypes.List => "list of " + (schema.Items is { } items ? TypeOf(items) : "anything"),
            SchemaTypes.Group when schema.Others is { } values => "names with " + TypeOf(values),
            SchemaTypes.Group => "object",
            SchemaTypes.Text | SchemaTypes.Whole => "text or whole number",
            SchemaTypes.Any => "any JSON",
            _ => schema.Allows(SchemaTypes.Text) ? "text or JSON" : "JSON",
        };
    }

    private static string RangeOf(ArgumentSchema schema) => (schema.Minimum, schema.Maximum) switch
    {
        ({ } min, { } max) => $" {Text(min)} to {Text(max)}",
        ({ } min, null) => $" from {Text(min)}",
        (null, { } max) => $" to {Text(max)}",
        _ => "",
    };

    private static string Text(double limit) => limit.ToString(CultureInfo.InvariantCulture);
}
