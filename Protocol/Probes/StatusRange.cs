using System.Globalization;
using System.Text.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>A set of HTTP status codes: one (<c>200</c>) or a class (<c>2xx</c>).</summary>
/// <param name="From">Lowest code.</param>
/// <param name="To">Highest code.</param>
public readonly record struct StatusRange(int From, int To)
{
    /// <summary>What may be written for one.</summary>
    internal static ArgumentSchema Schema { get; } = new() { Types = SchemaTypes.Text | SchemaTypes.Whole };

    /// <summary>Whether a code is in the set.</summary>
    public bool Contains(int status) => status >= From && status <= To;

    /// <inheritdoc/>
    public override string ToString() => From == To ? From.ToString(CultureInfo.InvariantCulture) : $"{From / 100}xx";

    internal static bool TryRead(JsonElement element, string path, Faults faults, out StatusRange range)
    {
        range = default;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var code) && code is >= 100 and <= 599)
            range = new StatusRange(code, code);
        else if (element.ValueKind == JsonValueKind.String && element.GetString() is [>= '1' and <= '5' and var c, 'x' or 'X', 'x' or 'X'])
            range = new StatusRange((c - '0') * 100, ((c - '0') * 100) + 99);
        else if (element.ValueKind == JsonValueKind.String && int.TryParse(element.GetString(), CultureInfo.InvariantCulture, out code) && code is >= 100 and <= 599)
            range = new StatusRange(code, code);
        else
            faults.Add(path, $"{Names.Shorten(element.GetRawText())} is not a status: 100 to 599, or a class such as \"2xx\"");
        return range.From != 0;
    }
}
