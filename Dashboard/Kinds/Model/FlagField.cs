using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Yes or no; sent only when it is not what it would be anyway.</summary>
public sealed class FlagField : ArgumentField
{
    private readonly bool _otherwise;

    public FlagField(ArgumentSchema schema)
        : base(schema) => IsOn = _otherwise = schema.Default is { Text: "true" };

    public bool IsOn { get; set; }

    public override bool IsGiven => IsOn != _otherwise;

    public override bool TryLoad(JsonNode value)
    {
        if (value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            return false;
        IsOn = value.GetValue<bool>();
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults) => IsGiven || always ? IsOn : null;
}
