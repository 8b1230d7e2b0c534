using System.Text.Json;
using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>
/// Reads rules from a schema, strictly: what cannot be enforced is a fault. What forms show of the same schema is read by
/// <see cref="SchemaReader"/>, to which that is no reason to show nothing.
/// </summary>
internal sealed class RuleReader(Faults faults)
{
    private int _read;

    public Rule Read(JsonElement schema, string path, int depth)
    {
        if (++_read > ArgumentRules.MaxSchemas || depth > ArgumentRules.MaxDepth)
        {
            faults.Add(path, depth > ArgumentRules.MaxDepth
                ? $"is nested more than {ArgumentRules.MaxDepth} levels deep"
                : $"is one of more than {ArgumentRules.MaxSchemas} schemas");
            return Rule.None;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"must be a schema, an object, not {RuleWords.Shown(schema)}");
            return Rule.None;
        }

        CheckKeywords(schema, path);
        var fields = new KeywordReader(schema, path, faults);
        var rule = new Rule
        {
            Types = fields.Types(),
            Values = fields.Values(),
            Fields = ReadFields(fields, depth),
            Required = fields.Texts("required"),
            AllowsOthers = fields.Find("additionalProperties")?.ValueKind != JsonValueKind.False,
            Others = fields.Find("additionalProperties") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } others
                ? Read(others, fields.PathOf("additionalProperties"), depth + 1) : null,
            FieldCount = fields.Count(null, "maxProperties"),
            Items = fields.Find("items") is { } items ? Read(items, fields.PathOf("items"), depth + 1) : null,
            ItemCount = fields.Count("minItems", "maxItems"),
            Number = fields.Numbers(),
            Length = fields.Count("minLength", "maxLength"),
            Pattern = ReadPattern(fields),
            IsSecret = fields.Flag(RuleKeywords.Secret),
        };
        CheckSense(rule, fields);
        return rule;
    }

    private void CheckKeywords(JsonElement schema, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!RuleKeywords.IsKnown(keyword.Name))
            {
                faults.Add($"{path}.{Names.Shorten(keyword.Name)}",
                    $"is not enforced by Keeper, so it must not be used; enforced are {string.Join(", ", RuleKeywords.Enforced)}");
            }
        }
    }

    private Dictionary<string, Rule> ReadFields(KeywordReader keywords, int depth)
    {
        var fields = new Dictionary<string, Rule>(StringComparer.Ordinal);
        if (keywords.Find("properties") is not { } properties)
            return fields;
        var path = keywords.PathOf("properties");
        if (properties.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"must be an object, not {RuleWords.Shown(properties)}");
            return fields;
        }

        foreach (var property in properties.EnumerateObject())
            fields[property.Name] = Read(property.Value, $"{path}.{property.Name}", depth + 1);
        return fields;
    }

    private Regex? ReadPattern(KeywordReader keywords)
    {
        if (keywords.Text("pattern", ArgumentRules.MaxPatternLength) is not { } text)
            return null;
        try
        {
            // Never slower than the text is long: whoever writes the schema is not whoever pays for matching.
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, ObjectReader.PatternTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            faults.Add(keywords.PathOf("pattern"), e is NotSupportedException
                ? "needs backtracking (look-around, back-references), which is not allowed" : $"is not a regular expression: {e.Message}");
            return null;
        }
    }

    /// <summary>What no value could ever fit, and a default that does not, are mistakes.</summary>
    private void CheckSense(Rule rule, KeywordReader keywords)
    {
        foreach (var (bounds, name) in ((Bounds, string)[])[(rule.Number, "minimum"), (rule.Length, "minLength"), (rule.ItemCount, "minItems")])
        {
            if (bounds.IsEmpty)
                faults.Add(keywords.PathOf(name), $"and its counterpart leave nothing over: {bounds}");
        }

        foreach (var name in rule.Required.Where(r => !rule.AllowsOthers && !rule.Fields.ContainsKey(r)))
            faults.Add(keywords.PathOf("required"), $"names '{Names.Shorten(name)}', which is not among the properties");
        if (rule.IsSecret && rule.Types != SchemaTypes.Text)
            faults.Add(keywords.PathOf(RuleKeywords.Secret), "is for values with \"type\": \"string\"");
        if (keywords.Find("default") is { } value)
            new RuleCheck(faults).Check(rule, value, keywords.PathOf("default"));
    }
}
