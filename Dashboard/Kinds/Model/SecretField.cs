using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>A text, or better the name of one that stands in the agent's own configuration: <c>{"secret": "name"}</c>.</summary>
public sealed class SecretField : ArgumentField
{
    private static readonly string[] SecretWords = ["password", "passphrase", "token", "secret", "credential"];

    public SecretField(string name, ArgumentSchema schema)
        : base(schema)
    {
        IsPrivate = Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
        IsNamed = IsPrivate;
    }

    /// <summary>Whether the text itself should not be seen on the screen: a password, not a body that may hold one.</summary>
    public bool IsPrivate { get; }

    /// <summary>Whether it is given by name.</summary>
    public bool IsNamed { get; set; }

    public string Name { get; set; } = "";

    public string Text { get; set; } = "";

    public override bool IsGiven => (IsNamed ? Name : Text).Length > 0;

    public override bool TryLoad(JsonNode value)
    {
        IsNamed = value is JsonObject { Count: 1 } reference && reference.ContainsKey("secret");
        if (IsNamed && value["secret"] is JsonValue name && name.GetValueKind() == JsonValueKind.String)
            Name = name.GetValue<string>();
        else if (!IsNamed && value.GetValueKind() == JsonValueKind.String)
            Text = value.GetValue<string>();
        else
            return false;
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults) =>
        !IsGiven && !always ? null : IsNamed ? new JsonObject { ["secret"] = Name } : Text;
}
