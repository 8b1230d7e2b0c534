using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>One of a few values.</summary>
public sealed class ChoiceField(ArgumentSchema schema) : ArgumentField(schema)
{
    /// <summary>The chosen value as JSON text; empty for none.</summary>
    public string Chosen { get; set; } = "";

    /// <summary>The values as JSON text, each with the words to show.</summary>
    public IEnumerable<(string Value, string Words)> Options => Schema.Choices.Select(c => (c.Text, Words(c.Text)));

    public override bool IsGiven => Chosen.Length > 0;

    public static string Words(string json) => JsonNode.Parse(json) switch
    {
        null => "none",
        var node when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        var node => node.ToJsonString(),
    };

    public override bool TryLoad(JsonNode value)
    {
        var words = Words(value.ToJsonString());
        // Keeper reads words in any case.
        Chosen = Options.FirstOrDefault(o => string.Equals(o.Words, words, StringComparison.OrdinalIgnoreCase)).Value ?? "";
        return IsGiven;
    }

    public override JsonNode? Read(string path, bool always, Faults faults) => IsGiven ? JsonNode.Parse(Chosen) : null;
}
