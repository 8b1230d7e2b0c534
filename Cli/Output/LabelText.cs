namespace Keeper.Cli.Output;

/// <summary>Labels on one line.</summary>
internal static class LabelText
{
    public static string Of(IReadOnlyDictionary<string, string>? labels) =>
        labels is null ? "" : string.Join(' ', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
}
