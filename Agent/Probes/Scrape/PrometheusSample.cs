using System.Globalization;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Scrape;

/// <summary>One value of one series.</summary>
internal sealed record PrometheusSample(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    public bool IsOf(ScrapeSeries series) =>
        Name == series.Name && series.Labels.All(l => Labels.Any(own => own.Key == l.Key && own.Value == l.Value));

    /// <summary>Name and labels as people write them.</summary>
    public string Series => Labels.Count == 0 ? Name : $"{Name}{{{string.Join(",", Labels.Select(l => $"{l.Key}=\"{l.Value}\""))}}}";

    public string ValueText => Value.ToString("R", CultureInfo.InvariantCulture);
}
