using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>
/// The JSON schema of a plug-in's arguments as rules that are enforced: the part of JSON Schema (draft 2020-12) that
/// <see cref="RuleKeywords"/> lists. A schema that uses any other keyword is refused when it is read, because a rule that is
/// ignored in silence is worse than none. Platform and agent check with the same code.
/// </summary>
public sealed class ArgumentRules
{
    /// <summary>Most levels of schemas inside schemas.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most schemas in one.</summary>
    public const int MaxSchemas = 1000;

    /// <summary>Longest pattern in characters.</summary>
    public const int MaxPatternLength = 500;

    private readonly Rule _rule;

    private ArgumentRules(Rule rule) => _rule = rule;

    /// <summary>Reads a schema; <see langword="null"/> when faults were noted, each by the path of its keyword.</summary>
    /// <param name="schema">The schema, which must be one of an object.</param>
    /// <param name="path">Its path in what is being read.</param>
    /// <param name="faults">Where faults go.</param>
    public static ArgumentRules? Read(JsonElement schema, string path, Faults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var before = faults.Count;
        var text = RawJson.From(schema).Text;
        if (text.Length > AgentLimits.SchemaLength)
        {
            faults.Add(path, $"has {text.Length} characters; allowed are at most {AgentLimits.SchemaLength}");
            return null;
        }

        var rule = Rule.None;
        Guard(() => rule = new RuleReader(faults).Read(schema, path, depth: 1), path, faults);
        if (faults.Count == before && rule.Types != SchemaTypes.Group)
            faults.Add($"{path}.type", "must be \"object\": arguments are one");
        return faults.Count == before ? new ArgumentRules(rule) : null;
    }

    /// <summary>Reads a schema that an agent has announced; <see langword="null"/> when it is not one that can be enforced.</summary>
    public static ArgumentRules? TryRead(RawJson schema)
    {
        try
        {
            return Read(schema.Parse(), "", new Faults());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Notes everything that is wrong with arguments, each by its path, for example <c>arguments.port</c>.</summary>
    public void Check(JsonElement arguments, string path, Faults faults) =>
        Guard(() => new RuleCheck(faults).Check(_rule, arguments, path), path, faults);

    /// <summary>The parser lets texts through that are no Unicode (half a surrogate pair) and throws when they are read.</summary>
    private static void Guard(Action read, string path, Faults faults)
    {
        try
        {
            read();
        }
        catch (InvalidOperationException)
        {
            faults.Add(path, "holds a text that is not valid Unicode");
        }
    }
}
