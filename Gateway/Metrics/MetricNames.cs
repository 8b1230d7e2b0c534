using System.Diagnostics.Metrics;
using System.Text;

namespace Keeper.Gateway.Metrics;

/// <summary>Turns instrument names into the names that Prometheus expects: unit and, of counters, <c>_total</c> at the end.</summary>
internal static class MetricNames
{
    public static string Of(Instrument instrument, bool isCounter)
    {
        var name = Sanitize(instrument.Name);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Everything but letters, digits and underscores becomes an underscore.</summary>
    public static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (text.Length == 0 && char.IsAsciiDigit(c))
                text.Append('_');
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.ToString();
    }
}
