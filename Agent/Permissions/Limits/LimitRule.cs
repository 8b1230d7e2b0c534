using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Limits;

/// <summary>Makes what a rule is about of its texts, each with its path, and of what else the rule holds.</summary>
internal delegate Func<T, bool> RuleReading<T>(ObjectReader rule, bool allows, IReadOnlyList<(string Text, string Path)> texts);

/// <summary>One line of the agent's limits: what it is about, and whether it lets that through or forbids it.</summary>
/// <param name="Name">Named by refusals.</param>
/// <param name="Allows">Whether it allows what it is about.</param>
/// <param name="IsAbout">What it is about.</param>
internal sealed record LimitRule<T>(string Name, bool Allows, Func<T, bool> IsAbout)
{
    private const int MaxTexts = 1000;
    private const int MaxLength = 1000;

    /// <summary>Reads <c>{"name": …, "allow" or "deny": [texts], …}</c>.</summary>
    public static LimitRule<T>? Read(ObjectReader reader, RuleReading<T> read)
    {
        var name = reader.Name("name", required: true);
        var (allow, deny) = (reader.Value("allow"), reader.Value("deny"));
        if (allow is null == deny is null)
            reader.Fault(allow is null ? "allow" : "deny", "a rule has either 'allow' or 'deny'");
        var texts = Texts(reader, "allow", allow).Concat(Texts(reader, "deny", deny)).ToList();
        var isAbout = read(reader, allow is not null, texts);
        reader.Done();
        return reader.Faulty ? null : new LimitRule<T>(name!, allow is not null, isAbout);
    }

    private static IEnumerable<(string Text, string Path)> Texts(ObjectReader reader, string field, JsonElement? given)
    {
        if (given is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 0)
            reader.Fault(field, $"has 0 elements; allowed are 1 to {MaxTexts}");
        foreach (var (element, path) in reader.Items(field, MaxTexts))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 and <= MaxLength } text)
                yield return (text, path);
            else
                reader.Faults.Add(path, $"must be a text of 1 to {MaxLength} characters");
        }
    }
}
