using Keeper.Protocol.Validation;

namespace Keeper.Cli.Arguments;

/// <summary>Labels as they are typed: <c>--label region=eu</c>.</summary>
internal static class Labels
{
    /// <returns>The labels; <see langword="null"/> when none were given.</returns>
    public static IReadOnlyDictionary<string, string>? Read(IReadOnlyList<string> pairs, Faults faults)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                faults.Add("--label", $"'{Names.Shorten(pair)}' is not name=value");
            else if (!labels.TryAdd(pair[..at], pair[(at + 1)..]))
                faults.Add("--label", $"'{Names.Shorten(pair[..at])}' is given twice");
        }

        return labels.Count == 0 ? null : labels;
    }
}
