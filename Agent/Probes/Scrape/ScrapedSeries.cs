using System.Globalization;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Scrape;

/// <summary>The samples of a page that somebody asked for, and what is to be said about them.</summary>
internal sealed class ScrapedSeries(IReadOnlyList<ScrapeSeries> wanted)
{
    /// <summary>So many samples of one series are looked at; naming labels narrows it down.</summary>
    public const int MaxPerSeries = 20;

    private readonly List<PrometheusSample>[] _found = [.. wanted.Select(_ => new List<PrometheusSample>())];

    /// <summary>Samples on the page, wanted or not.</summary>
    public int Samples { get; private set; }

    /// <summary>The first line that is neither sample nor comment.</summary>
    public string? FirstBadLine { get; private set; }

    public IEnumerable<PrometheusSample> Found => _found.SelectMany(f => f).Distinct();

    /// <summary>Reads a page. The last line of one that was cut is left out, since it may be half.</summary>
    public void Read(string text, bool isCut)
    {
        var page = isCut ? text.AsSpan(0, Math.Max(0, text.LastIndexOf('\n'))) : text;
        foreach (var line in page.EnumerateLines())
        {
            if (PrometheusText.IsBlank(line))
                continue;
            if (PrometheusText.ReadLine(line) is { } sample)
                Take(sample);
            else
                FirstBadLine ??= Excerpts.Of(line.ToString());
        }
    }

    /// <summary>Notes for each series its figures, and whether it is there and within its limits.</summary>
    public void Check(ProbeRun probe)
    {
        foreach (var (series, found) in wanted.Zip(_found))
        {
            if (found.Count == 0)
                probe.Check($"{Describe(series)} is there", false, $"not among {Samples} samples");
            foreach (var sample in found)
            {
                Check(probe, series, sample);
                probe.Value(sample.Series, sample.Value);
            }
        }
    }

    private static void Check(ProbeRun probe, ScrapeSeries series, PrometheusSample sample)
    {
        if (series is { Min: null, Max: null })
            probe.Check($"{sample.Series} is there", true, sample.ValueText);
        // Compared so that a value which is not a number is outside of every limit.
        if (series.Min is { } min)
            probe.Check($"{sample.Series} is at least {min.ToString("R", CultureInfo.InvariantCulture)}", sample.Value >= min, sample.ValueText);
        if (series.Max is { } max)
            probe.Check($"{sample.Series} is at most {max.ToString("R", CultureInfo.InvariantCulture)}", sample.Value <= max, sample.ValueText);
    }

    private void Take(PrometheusSample sample)
    {
        Samples++;
        for (var i = 0; i < _found.Length; i++)
        {
            if (_found[i].Count < MaxPerSeries && sample.IsOf(wanted[i]))
                _found[i].Add(sample);
        }
    }

    private static string Describe(ScrapeSeries series) => new PrometheusSample(series.Name, [.. series.Labels], 0).Series;
}
