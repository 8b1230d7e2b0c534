using System.Globalization;
using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Kinds.Model;
using Keeper.Dashboard.Live;

namespace Keeper.Dashboard.ResultViews.Model;

/// <summary>Figures with the unit that their name ends in.</summary>
internal static class FigureTexts
{
    /// <summary>For example <c>3.2 %</c>, <c>26.4 MB</c>, <c>1,204</c>.</summary>
    /// <param name="name">Name of the figure, or of what it belongs to.</param>
    /// <param name="value">The figure.</param>
    public static string Of(string name, double value) => FieldWords.Unit(name) switch
    {
        null when name == "bytes" => Bytes(value),
        "ms" => TimeTexts.Length(TimeSpan.FromMilliseconds(Math.Clamp(value, -1e12, 1e12))),
        "s" => TimeTexts.Length(TimeSpan.FromSeconds(Math.Clamp(value, -1e9, 1e9))),
        "%" => $"{Number(value)} %",
        "bytes" => Bytes(value),
        "/s" when name.EndsWith("BytesPerSecond", StringComparison.Ordinal) => $"{Bytes(value)}/s",
        "/s" => $"{Number(value)} /s",
        _ => Number(value),
    };

    /// <summary>The share of a whole that a percentage is, from 0 to 100; <see langword="null"/> for other figures.</summary>
    public static double? Share(string name, double value) => FieldWords.Unit(name) == "%" ? Math.Clamp(value, 0, 100) : null;

    private static string Bytes(double value) => value is >= 0 and < 9e18 ? Texts.Bytes((long)value) : Number(value);

    private static string Number(double value) => Math.Abs(value) is >= 1e15 or (> 0 and < 1e-3)
        ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) < 100 ? "#,0.###" : "#,0.#", CultureInfo.InvariantCulture);
}
