using System.Globalization;
using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Protocol.Validation;

/// <content>Numbers and flags.</content>
public sealed partial class ObjectReader
{
    /// <summary>A whole number within limits.</summary>
    public int? Number(string name, int min, int max, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, SchemaOfNumber(min, max));
        if (Given(name, required) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            Fault(name, $"must be a whole number from {min} to {max}, not {Shown(value)}");
            return null;
        }

        if (number < min || number > max)
        {
            Fault(name, $"is {number.ToString(CultureInfo.InvariantCulture)}; allowed are {min} to {max}");
            return null;
        }

        return (int)number;
    }

    /// <summary>A whole number within limits; <paramref name="otherwise"/> when it is absent.</summary>
    public int Number(string name, int min, int max, int otherwise, string? about = null)
    {
        var number = Number(name, min, max, required: false, about) ?? otherwise;
        _sketch?.Field(name, required: false, about, SchemaOfNumber(min, max) with
        {
            Default = new RawJson(otherwise.ToString(CultureInfo.InvariantCulture)),
        });
        return number;
    }

    /// <summary>A number of any size; neither infinite nor "not a number", which JSON cannot say.</summary>
    public double? Figure(string name, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, new ArgumentSchema { Types = SchemaTypes.Number });
        if (Given(name, required) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        Fault(name, $"must be a number, not {Shown(value)}");
        return null;
    }

    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    public bool? Flag(string name, string? about = null)
    {
        _sketch?.Field(name, required: false, about, new ArgumentSchema { Types = SchemaTypes.Flag });
        if (Given(name, required: false) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fault(name, $"must be true or false, not {Shown(value)}");
        return null;
    }

    private static ArgumentSchema SchemaOfNumber(int min, int max) =>
        new() { Types = SchemaTypes.Whole, Minimum = min, Maximum = max };
}
