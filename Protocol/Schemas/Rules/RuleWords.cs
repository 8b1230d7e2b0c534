using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>Types and values in the words that all of Keeper's faults use.</summary>
internal static class RuleWords
{
    private static readonly (SchemaTypes Type, string Words)[] Types =
    [
        (SchemaTypes.Group, "an object"), (SchemaTypes.List, "an array"), (SchemaTypes.Text, "a text"),
        (SchemaTypes.Number, "a number"), (SchemaTypes.Whole, "a whole number"), (SchemaTypes.Flag, "true or false"),
    ];

    public static string Of(SchemaTypes types) =>
        string.Join(" or ", Types.Where(t => (types & t.Type) != SchemaTypes.Any).Select(t => t.Words));

    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => Names.Shorten(value.GetRawText()),
    };
}
