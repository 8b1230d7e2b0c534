using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>A text or JSON: what reads as an object or an array is one, where one may stand.</summary>
public sealed class FreeField(ArgumentSchema schema) : ArgumentField(schema)
{
    public string Text { get; set; } = "";

    public bool IsJson => Parse() is not null;

    public override bool IsGiven => Text.Length > 0;

    public override bool TryLoad(JsonNode value)
    {
        Text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : JsonText.Pretty(value);
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults) => !IsGiven && !always ? null : Parse() ?? Text;

    // A regular expression may look like an array, where no array may stand.
    private JsonNode? Parse() => Text.TrimStart() is ['{' or '[', ..] && JsonText.Parse(Text, out _) is { } json
        && Schema.Allows(json is JsonArray ? SchemaTypes.List : SchemaTypes.Group) ? json : null;
}
