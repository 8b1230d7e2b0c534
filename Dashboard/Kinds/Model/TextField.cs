using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>A text. Where a number may stand as well (a status: <c>200</c> or <c>2xx</c>), what looks like one is one.</summary>
public sealed class TextField(ArgumentSchema schema, bool isLong) : ArgumentField(schema)
{
    public string Text { get; set; } = "";

    public bool IsLong => isLong || Text.Contains('\n', StringComparison.Ordinal);

    public override bool IsGiven => Text.Length > 0;

    public override bool TryLoad(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String)
            Text = value.GetValue<string>();
        else if (value.GetValueKind() == JsonValueKind.Number && Schema.Allows(SchemaTypes.Whole | SchemaTypes.Number))
            Text = value.ToJsonString();
        else
            return false;
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        if (!IsGiven)
            return always ? "" : null;
        return Schema.Allows(SchemaTypes.Whole | SchemaTypes.Number) && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : Text;
    }
}
