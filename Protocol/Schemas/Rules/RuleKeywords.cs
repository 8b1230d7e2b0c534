namespace Keeper.Protocol.Schemas.Rules;

/// <summary>The keywords of JSON Schema that a plug-in's schema may use.</summary>
public static class RuleKeywords
{
    /// <summary>Marks a text that may be given as <c>{"secret": "name"}</c> and is put in by the agent.</summary>
    public const string Secret = "x-keeper-secret";

    /// <summary>What is enforced.</summary>
    public static IReadOnlyList<string> Enforced { get; } =
    [
        "type", "enum", "const", "properties", "required", "additionalProperties", "maxProperties", "items", "minItems",
        "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", Secret,
    ];

    /// <summary>What tells people something and demands nothing; everything else that starts with <c>x-</c> is the same.</summary>
    public static IReadOnlyList<string> Descriptive { get; } =
        ["title", "description", "default", "examples", "format", "deprecated", "$schema", "$id", "$comment"];

    internal static bool IsKnown(string keyword) =>
        keyword.StartsWith("x-", StringComparison.Ordinal)
        || Enforced.Contains(keyword, StringComparer.Ordinal)
        || Descriptive.Contains(keyword, StringComparer.Ordinal);
}
