using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Agents;

/// <summary>
/// Cuts results to what is stored. A result is never refused for its length: the work is done, and the agent could only
/// send the same again.
/// </summary>
internal static class ResultLimits
{
    private const int MaxAssertionText = 1000;
    private const int MaxPhases = 20;

    /// <summary>The result as it is stored.</summary>
    public static string ToJson(TaskResult result) => JsonSerializer.Serialize(Cut(result), AgentWireJson.Default.TaskResult);

    public static TaskResult Cut(TaskResult result) => Fits(result) ? result : result with
    {
        Message = Cut(result.Message, TaskResult.MaxMessageLength),
        Output = Cut(result.Output, TaskResult.MaxOutputLength),
        Assertions = Cut(result.Assertions),
        Phases = result.Phases is { Count: > MaxPhases }
            ? result.Phases.Take(MaxPhases).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal) : result.Phases,
        Values = FitsValues(result.Values) ? result.Values : result.Values!.Where(v => v.Key.Length <= TaskResult.MaxValueNameLength)
            .Take(TaskResult.MaxValues).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
    };

    public static string Cut(string? text, int limit)
    {
        if (text is null || text.Length <= limit)
            return text ?? "";
        var mark = $"… [{text.Length} characters, cut]";
        var kept = limit - mark.Length;
        // Half of a surrogate pair would not survive the way to UTF-8.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept), mark);
    }

    private static bool Fits(TaskResult result)
    {
        if (result.Message is not { Length: <= TaskResult.MaxMessageLength }
            || result.Output is not { Length: <= TaskResult.MaxOutputLength }
            || result.Assertions is not { Count: <= TaskResult.MaxAssertions }
            || result.Phases is { Count: > MaxPhases }
            || !FitsValues(result.Values))
        {
            return false;
        }

        foreach (var assertion in result.Assertions)
        {
            if (assertion is not { Text.Length: <= MaxAssertionText, Actual.Length: <= MaxAssertionText })
                return false;
        }

        return true;
    }

    private static bool FitsValues(IReadOnlyDictionary<string, double>? values) => values is null
        || (values.Count <= TaskResult.MaxValues && values.Keys.All(name => name.Length <= TaskResult.MaxValueNameLength));

    private static List<Assertion> Cut(IReadOnlyList<Assertion>? assertions)
    {
        List<Assertion> kept = [];
        foreach (var assertion in assertions ?? [])
        {
            if (kept.Count == TaskResult.MaxAssertions)
                break;
            if (assertion is not null)
                kept.Add(new Assertion(Cut(assertion.Text, MaxAssertionText), assertion.Passed, Cut(assertion.Actual, MaxAssertionText)));
        }

        return kept;
    }
}
