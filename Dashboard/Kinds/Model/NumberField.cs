using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>A number, kept as it was typed.</summary>
public sealed class NumberField(ArgumentSchema schema) : ArgumentField(schema)
{
    public string Text { get; set; } = "";

    public bool IsWhole => !Schema.Allows(SchemaTypes.Number);

    public override bool IsGiven => Text.Trim().Length > 0;

    public override bool TryLoad(JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.Number)
            return false;
        Text = value.ToJsonString();
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        if (!IsGiven)
            return null;
        var text = Text.Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        // Sent as it is: whoever reads it says what it should be.
        return text;
    }
}
