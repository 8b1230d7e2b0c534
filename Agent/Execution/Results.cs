using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Execution;

/// <summary>Keeps results within the bounds of the contract, whatever a target or an executor says.</summary>
public static class Results
{
    private const int MaxAssertionLength = 1000;

    /// <summary>The result with every text and list cut to its limit.</summary>
    public static TaskResult Bound(TaskResult result) => result with
    {
        Message = Cut(result.Message, TaskResult.MaxMessageLength),
        Output = Cut(result.Output, TaskResult.MaxOutputLength),
        Assertions = [.. result.Assertions.Take(TaskResult.MaxAssertions)
            .Select(a => a with { Text = Cut(a.Text, MaxAssertionLength), Actual = Cut(a.Actual, MaxAssertionLength) })],
        Values = Bound(result.Values),
    };

    private static Dictionary<string, double>? Bound(IReadOnlyDictionary<string, double>? values)
    {
        if (values is null)
            return null;
        var kept = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            // JSON has no infinity and no "not a number".
            if (kept.Count < TaskResult.MaxValues && double.IsFinite(value))
                kept[Cut(name, TaskResult.MaxValueNameLength)] = value;
        }

        return kept.Count == 0 ? null : kept;
    }

    /// <summary>At most <paramref name="length"/> characters, never half of a surrogate pair, with a mark when cut.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = length - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
