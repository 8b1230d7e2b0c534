using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Keeper.Dashboard.Controls;

/// <summary>Reads and writes query strings: the memory of every page. What cannot be read counts as absent.</summary>
internal sealed class QueryText
{
    private const int MaxLength = 200;

    private readonly Dictionary<string, StringValues> _values;
    private readonly StringBuilder _text = new();

    private QueryText(Dictionary<string, StringValues> values) => _values = values;

    public static QueryText Read(string query) => new(QueryHelpers.ParseQuery(query));

    public static QueryText Write() => new([]);

    public string? Text(string name) =>
        _values.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 and <= MaxLength } text ? text : null;

    public int? Number(string name, int min, int max) =>
        int.TryParse(Text(name), out var number) && number >= min && number <= max ? number : null;

    public T? Choice<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var value)
        ? [.. value.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(MaxLength)]
        : [];

    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal));
        return this;
    }

    public QueryText Add(string name, IEnumerable<string> values) => Add(name, string.Join(',', values.Order(StringComparer.Ordinal)));

    public override string ToString() => _text.ToString();
}
