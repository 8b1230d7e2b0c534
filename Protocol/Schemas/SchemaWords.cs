namespace Keeper.Protocol.Schemas;

/// <summary>The types by the words of JSON Schema.</summary>
internal static class SchemaWords
{
    private static readonly (SchemaTypes Type, string Word)[] All =
    [
        (SchemaTypes.Text, "string"), (SchemaTypes.Whole, "integer"), (SchemaTypes.Number, "number"),
        (SchemaTypes.Flag, "boolean"), (SchemaTypes.Group, "object"), (SchemaTypes.List, "array"),
    ];

    public static IEnumerable<string> Of(SchemaTypes types) => All.Where(t => (types & t.Type) != SchemaTypes.Any).Select(t => t.Word);

    public static SchemaTypes Parse(string? word) => All.FirstOrDefault(t => t.Word == word).Type;
}
