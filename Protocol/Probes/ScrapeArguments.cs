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
        var name = reader.Text("name", 200, required: true, about: "Name of the metric.");
        var labels = reader.Map("labels", 20, 500, about: "Labels that a sample must carry; it may carry more.");
        var min = reader.Figure("min", about: "Lowest value that is good.");
        var max = reader.Figure("max", about: "Highest value that is good.");
        if (min > max)
            reader.Fault("min", $"is {min}, which is more than max, {max}");
        reader.Done();
        return reader.Faulty ? null : new(name!, labels ?? new Dictionary<string, string>(StringComparer.Ordinal), min, max);
    }
}

/// <summary>Arguments of the kind <c>scrape</c>: figures from a Prometheus endpoint, with limits.</summary>
public sealed record ScrapeArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "scrape";

    /// <summary>What it does, for people.</summary>
    public const string About = "Read figures from a Prometheus endpoint and hold them against limits.";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"url": "http://127.0.0.1:9100/metrics", "series": [{"name": "node_load1", "max": 8}]}""";

    /// <summary>Absolute URL, http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>The series to look at, 1 to 50.</summary>
    public required IReadOnlyList<ScrapeSeries> Series { get; init; }

    /// <summary>How long everything together may take; 1 to 300,000 ms, 10,000 by default.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static ScrapeArguments? Read(ObjectReader reader)
    {
        var url = Urls.Read(reader, "url", "Absolute http or https URL of the metrics.");
        var series = reader.Groups("series", 50, ScrapeSeries.Read, required: true, about: "The series to look at, with the limits of each.");
        var timeout = reader.Number("timeoutMs", 1, 300_000, otherwise: 10_000, about: "How long everything together may take, in milliseconds.");
        reader.Done();
        return reader.Faulty ? null : new ScrapeArguments { Url = url!, Series = series, TimeoutMs = timeout };
    }
}
