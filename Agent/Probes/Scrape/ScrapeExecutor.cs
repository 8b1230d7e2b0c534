using System.Net;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Scrape;

/// <summary>Reads figures of a resource from a Prometheus endpoint and holds them against limits.</summary>
internal sealed class ScrapeExecutor(ScrapeArguments arguments) : IExecutor
{
    private const int MaxNamedInMessage = 5;

    private static readonly Dictionary<string, string> Headers = new(StringComparer.Ordinal) { ["Accept"] = "text/plain;version=0.0.4" };

    /// <summary>The URL without what may be a secret.</summary>
    private readonly string _where = arguments.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(arguments.TimeoutMs, limited => RunAsync(probe, limited), ct);
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        var exchange = new HttpExchange(probe, new ServerCertificate(insecure: false), HttpReply.MaxBodyBytes);
        var (reply, failure) = await exchange.SendAsync(new HttpRequest(arguments.Url, "GET", null, Headers), ct);
        return reply is null ? probe.Fail(failure) : Judge(probe, reply);
    }

    private TaskResult Judge(ProbeRun probe, HttpReply reply)
    {
        var text = reply.Text();
        if (reply.Status != HttpStatusCode.OK)
            return probe.Fail($"{_where} answers {reply.StatusText}", text);
        var scraped = new ScrapedSeries(arguments.Series);
        scraped.Read(text, reply.IsCut);
        if (scraped.Samples == 0)
            return probe.Fail($"{_where} does not answer with Prometheus text: {scraped.FirstBadLine ?? "no sample in it"}", text);
        scraped.Check(probe);
        var found = scraped.Found.ToList();
        var named = string.Join(", ", found.Take(MaxNamedInMessage).Select(s => $"{s.Series} {s.ValueText}"));
        return probe.Finish(named + (found.Count > MaxNamedInMessage ? $" and {found.Count - MaxNamedInMessage} more" : ""), Output(found, scraped, reply.IsCut));
    }

    private static string Output(List<PrometheusSample> found, ScrapedSeries scraped, bool isCut) =>
        string.Concat(found.Select(s => $"{s.Series} {s.ValueText}\n"))
        + (scraped.FirstBadLine is { } bad ? $"(not all of it is Prometheus text: {bad})\n" : "")
        + (isCut ? "(read no further than 1 MiB)\n" : "");
}
