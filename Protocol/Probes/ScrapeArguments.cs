using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>One series of a Prometheus endpoint, and the limits of its value.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Labels">Labels that a sample must carry; it may carry more.</param>
/// <param name="Min">Lowest value that is good.</param>
/// <param name="Max">Highest value that is good.</param>
public sealed record ScrapeSeries(string Name, IReadOnlyDictionary<string, string> Labels, double? Min, double? Max)
{
    internal static ScrapeSeries? Read(ObjectReader reader)
    {
        var name = reader.Text("name", 200, required: true);
        var labels = reader.Map("labels", 20, 500);
        var min = ReadLimit(reader, "min");
        var max = ReadLimit(reader, "max");
        if (min > max)
            reader.Fault("min", $"is {min}, which is more than max, {max}");
        reader.Done();
        return reader.Faulty ? null : new(name!, labels ?? new Dictionary<string, string>(StringComparer.Ordinal), min, max);
    }

    private static double? ReadLimit(ObjectReader reader, string field)
    {
        if (reader.Value(field) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var limit) && double.IsFinite(limit))
            return limit;
        reader.Fault(field, $"must be a number, not {Names.Shorten(value.GetRawText())}");
        return null;
    }
}

/// <summary>Arguments of the kind <c>scrape</c>: figures from a Prometheus endpoint, with limits.</summary>
public sealed record ScrapeArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "scrape";

    /// <summary>Absolute URL, http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>The series to look at, 1 to 50.</summary>
    public required IReadOnlyList<ScrapeSeries> Series { get; init; }

    /// <summary>How long everything together may take; 1 to 300,000 ms, 10,000 by default.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static ScrapeArguments? Read(ObjectReader reader)
    {
        var url = Urls.Read(reader, "url");
        var series = new List<ScrapeSeries>();
        foreach (var (element, path) in reader.Items("series", 50, required: true))
        {
            if (ScrapeSeries.Read(new ObjectReader(element, path, reader.Faults)) is { } one)
                series.Add(one);
        }

        if (series.Count == 0 && !reader.Faulty)
            reader.Fault("series", "has 0 elements; allowed are 1 to 50");
        var timeout = reader.Number("timeoutMs", 1, 300_000) ?? 10_000;
        reader.Done();
        return reader.Faulty ? null : new ScrapeArguments { Url = url!, Series = series, TimeoutMs = timeout };
    }
}
