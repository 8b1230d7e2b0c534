using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Any JSON, for what no other field can show.</summary>
public sealed class JsonField(ArgumentSchema schema) : ArgumentField(schema)
{
    public string Text { get; set; } = "";

    public override bool IsGiven => Text.Trim().Length > 0;

    public override bool TryLoad(JsonNode value)
    {
        Text = JsonText.Pretty(value);
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        if (!IsGiven)
            return null;
        var value = JsonText.Parse(Text, out var problem);
        if (problem is not null)
            faults.Add(path, problem);
        return value;
    }
}
