using System.Globalization;
using Keeper.Protocol.Validation;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Operator;

/// <summary>
/// Reads query parameters and notes every fault, a parameter that nobody asked for included: a misspelt filter would
/// otherwise quietly list everything.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly List<string> _asked = [];

    public Faults Faults { get; } = new();

    public string? Text(string name, int maxLength = 200)
    {
        _asked.Add(name);
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
            return null;
        if (values.Count > 1)
            Faults.Add(name, $"is given {values.Count} times; once is enough");
        var text = values[0] ?? "";
        if (text.Length > maxLength)
            Faults.Add(name, $"has {text.Length} characters; allowed are at most {maxLength}");
        return text.Length == 0 ? null : text;
    }

    /// <summary>Words separated by commas, or the parameter repeated.</summary>
    public IReadOnlyList<string> Words(string name)
    {
        _asked.Add(name);
        return query.TryGetValue(name, out var values)
            ? values.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
    }

    public string? Name(string name)
    {
        var text = Text(name, 1000);
        if (text is not null)
            Names.Check(text, name, Faults);
        return text;
    }

    public int Limit()
    {
        if (Text("limit") is not { } text)
            return 100;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 1000)
            return limit;
        Faults.Add("limit", $"is '{Names.Shorten(text)}'; allowed are 1 to 1000");
        return 1;
    }

    /// <summary>Where the page before ended, in the list's own terms.</summary>
    public string? Cursor(string list)
    {
        if (Text("cursor", 1000) is not { } text)
            return null;
        if (!Cursors.TryOpen(list, text, out var inner))
            Faults.Add("cursor", $"'{Names.Shorten(text)}' is not a cursor of this list");
        return inner;
    }

    public double Seconds(string name, int max)
    {
        if (Text(name) is not { } text)
            return 0;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= max)
            return seconds;
        Faults.Add(name, $"is '{Names.Shorten(text)}'; allowed are 0 to {max}");
        return 0;
    }

    /// <summary>The problem, if anything is wrong. Call it last.</summary>
    public Http.Problem? Done()
    {
        foreach (var name in query.Keys)
        {
            if (!_asked.Contains(name, StringComparer.OrdinalIgnoreCase))
                Faults.Add(Names.Shorten(name), $"is not known here; known are {string.Join(", ", _asked)}");
        }

        return Faults.None ? null : Http.Problem.Invalid(Faults);
    }
}
