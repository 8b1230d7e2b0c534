using System.Globalization;
using System.Text;

namespace Keeper.Agent.Probes.Scrape;

/// <summary>Reads lines of Prometheus' text format; what follows the value (a time, an exemplar) is of no interest here.</summary>
internal static class PrometheusText
{
    private const int MaxLabels = 100;

    /// <summary>Whether the line carries no sample by intention: empty or a comment.</summary>
    public static bool IsBlank(ReadOnlySpan<char> line) => line.Trim() is [] or ['#', ..];

    /// <summary>Reads a sample; <see langword="null"/> when the line is none.</summary>
    public static PrometheusSample? ReadLine(ReadOnlySpan<char> line)
    {
        var rest = line.Trim();
        var end = rest.IndexOfAny("{ \t");
        if (end <= 0)
            return null;
        var name = rest[..end];
        rest = rest[end..].TrimStart();
        var labels = new List<KeyValuePair<string, string>>();
        if (!IsName(name) || (rest is ['{', ..] && !TryReadLabels(ref rest, labels)))
            return null;
        rest = rest.TrimStart();
        var length = rest.IndexOfAny(' ', '\t');
        return TryReadValue(length < 0 ? rest : rest[..length], out var value) ? new(name.ToString(), labels, value) : null;
    }

    private static bool TryReadLabels(ref ReadOnlySpan<char> rest, List<KeyValuePair<string, string>> labels)
    {
        rest = rest[1..].TrimStart();
        while (rest is not ['}', ..])
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0 || labels.Count == MaxLabels)
                return false;
            var name = rest[..equals].Trim();
            rest = rest[(equals + 1)..].TrimStart();
            if (!IsName(name) || !TryReadQuoted(ref rest, out var value))
                return false;
            labels.Add(new(name.ToString(), value));
            rest = rest.TrimStart();
            if (rest is [',', ..])
                rest = rest[1..].TrimStart();
            else if (rest is not ['}', ..])
                return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool TryReadQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest is not ['"', ..])
            return false;
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = text.ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\' && i + 1 < rest.Length)
                text.Append(rest[++i] == 'n' ? '\n' : rest[i]);
            else
                text.Append(rest[i]);
        }

        return false;
    }

    private static bool TryReadValue(ReadOnlySpan<char> text, out double value)
    {
        value = text switch
        {
            "NaN" => double.NaN,
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or ':' or '.'))
                return false;
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
