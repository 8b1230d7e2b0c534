using System.Text.Json;
using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>Holds a value against rules and notes every fault.</summary>
internal sealed class RuleCheck(Faults faults)
{
    private const int MaxShownValues = 20;

    /// <summary>One pattern has used up its time; the others of this value are not tried.</summary>
    private bool _outOfTime;

    public void Check(Rule rule, JsonElement value, string path)
    {
        if (rule.IsSecret && IsReference(value))
            return;
        if (rule.Types != SchemaTypes.Any && !Is(rule.Types, value))
        {
            faults.Add(path, $"must be {RuleWords.Of(rule.Types)}, not {RuleWords.Shown(value)}");
            return;
        }

        if (rule.Values is { } values && !values.Any(v => JsonElement.DeepEquals(v, value)))
            faults.Add(path, $"is {RuleWords.Shown(value)}; allowed are {string.Join(", ", values.Take(MaxShownValues).Select(v => Names.Shorten(v.GetRawText())))}");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckFields(rule, value, path);
                break;
            case JsonValueKind.Array:
                CheckItems(rule, value, path);
                break;
            case JsonValueKind.String:
                CheckText(rule, value.GetString()!, path);
                break;
            case JsonValueKind.Number when !rule.Number.Contains(value.GetDouble()):
                faults.Add(path, $"is {RuleWords.Shown(value)}; allowed is {rule.Number}");
                break;
        }
    }

    private void CheckFields(Rule rule, JsonElement value, string path)
    {
        var count = 0;
        foreach (var property in value.EnumerateObject())
        {
            count++;
            var field = $"{path}.{Names.Shorten(property.Name)}";
            if (rule.Fields.TryGetValue(property.Name, out var known))
                Check(known, property.Value, field);
            else if (!rule.AllowsOthers)
                faults.Add(field, $"is not known here; known are {string.Join(", ", rule.Fields.Keys)}");
            else if (rule.Others is { } others)
                Check(others, property.Value, field);
        }

        foreach (var name in rule.Required)
        {
            if (!value.TryGetProperty(name, out _))
                faults.Add($"{path}.{Names.Shorten(name)}", "is required");
        }

        if (!rule.FieldCount.Contains(count))
            faults.Add(path, $"has {count} entries; allowed are {rule.FieldCount}");
    }

    private void CheckItems(Rule rule, JsonElement value, string path)
    {
        var count = value.GetArrayLength();
        if (!rule.ItemCount.Contains(count))
            faults.Add(path, $"has {count} elements; allowed are {rule.ItemCount}");
        if (rule.Items is not { } items)
            return;
        var place = 0;
        foreach (var element in value.EnumerateArray())
            Check(items, element, $"{path}[{place++}]");
    }

    private void CheckText(Rule rule, string text, string path)
    {
        // JSON Schema counts characters, not halves of them.
        var length = text.Count(static c => !char.IsLowSurrogate(c));
        if (!rule.Length.Contains(length))
            faults.Add(path, length == 0 ? "must not be empty" : $"has {length} characters; allowed are {rule.Length}");
        if (rule.Pattern is not { } pattern || _outOfTime || faults.Count >= Faults.Limit)
            return;
        try
        {
            if (!pattern.IsMatch(text))
                faults.Add(path, $"is '{Names.Shorten(text)}'; it must match {pattern}");
        }
        catch (RegexMatchTimeoutException)
        {
            _outOfTime = true;
            faults.Add(path, $"took too long to match {pattern}");
        }
    }

    private static bool Is(SchemaTypes types, JsonElement value) => (types & value.ValueKind switch
    {
        JsonValueKind.Object => SchemaTypes.Group,
        JsonValueKind.Array => SchemaTypes.List,
        JsonValueKind.String => SchemaTypes.Text,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Flag,
        JsonValueKind.Number => IsWhole(value) ? SchemaTypes.Whole | SchemaTypes.Number : SchemaTypes.Number,
        _ => SchemaTypes.Any,
    }) != SchemaTypes.Any;

    private static bool IsWhole(JsonElement value) => value.TryGetInt64(out _) || (value.GetDouble() is var number && Math.Floor(number) == number);

    private static bool IsReference(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 1)
            return false;
        return value.TryGetProperty("secret", out var name) && name.ValueKind == JsonValueKind.String && Names.IsValid(name.GetString());
    }
}
