using System.Text.Json;
using System.Text.RegularExpressions;

namespace Keeper.Cli.Arguments;

/// <summary>What a value typed without quotes means in JSON: a number, a boolean, or text.</summary>
internal static partial class ScalarText
{
    public static string ToJson(string value) =>
        value is "true" or "false" || Number().IsMatch(value)
            ? value
            : $"\"{JsonEncodedText.Encode(value)}\"";

    // No exponents and no leading zeros: `1e5` and `007` are more often names than numbers.
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
