using System.Globalization;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>From where to where, and whether the ends are meant.</summary>
internal readonly record struct Bounds(double Min, double Max, bool MinExcluded = false, bool MaxExcluded = false)
{
    public static readonly Bounds None = new(double.NegativeInfinity, double.PositiveInfinity);

    public bool IsEmpty => Min > Max || (Min >= Max && (MinExcluded || MaxExcluded));

    public bool Contains(double value) =>
        (MinExcluded ? value > Min : value >= Min) && (MaxExcluded ? value < Max : value <= Max);

    public override string ToString()
    {
        var from = double.IsNegativeInfinity(Min) ? "" : (MinExcluded ? "more than " : "at least ") + Min.ToString(CultureInfo.InvariantCulture);
        var to = double.IsPositiveInfinity(Max) ? "" : (MaxExcluded ? "less than " : "at most ") + Max.ToString(CultureInfo.InvariantCulture);
        return from.Length > 0 && to.Length > 0 ? $"{from} and {to}" : from + to;
    }
}
