using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Http;

/// <summary>Does a URL answer, how fast, and with what. A new connection for every request.</summary>
internal sealed class HttpExecutor(HttpArguments arguments) : IExecutor
{
    public const int MaxRedirects = 10;

    private const int MaxBodyInOutput = 2048;

    private readonly List<string> _hops = [];

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(
            arguments.TimeoutMs, limited => RunAsync(probe, limited), ct, message => probe.Fail(message, string.Join('\n', _hops)));
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        var certificate = new ServerCertificate(arguments.Insecure);
        // A hundred probes at once should not hold a hundred bodies that nobody matches.
        var exchange = new HttpExchange(probe, certificate, arguments.ExpectBody is null ? 4 * MaxBodyInOutput : HttpReply.MaxBodyBytes);
        for (var request = HttpRequest.First(arguments); ;)
        {
            var (reply, failure) = await exchange.SendAsync(request, ct);
            if (reply is null)
                return probe.Fail(failure, string.Join('\n', _hops));
            _hops.Add($"{request.Method} {request.Url}: {reply.StatusText}");
            if (!arguments.FollowRedirects || reply.RedirectTarget is not { } location)
                return Judge(probe, reply, certificate);
            if (_hops.Count > MaxRedirects)
                return probe.Fail($"more than {MaxRedirects} redirects, the last to {Excerpts.Of(location)}", string.Join('\n', _hops));
            if (!Uri.TryCreate(request.Url, location, out var target) || target.Scheme is not ("http" or "https"))
                return probe.Fail($"redirects to {Excerpts.Of(location)}, which is not an http or https URL", string.Join('\n', _hops));
            var next = request.Follow(reply.Status, target);
            if (next.Body is not null && !request.IsSameOrigin(target))
                return probe.Fail($"redirects the body to another origin, {Excerpts.Of(target.Authority)}, which is not to see it", string.Join('\n', _hops));
            request = next;
        }
    }

    private TaskResult Judge(ProbeRun probe, HttpReply reply, ServerCertificate certificate)
    {
        var latency = probe.ElapsedMs;
        var text = reply.Text();
        if (arguments.HttpVersion is { } version)
            probe.Check($"protocol is {HttpReply.Name(version)}", reply.Version == version, HttpReply.Name(reply.Version));
        probe.Check($"status is {string.Join(" or ", arguments.ExpectStatus)}", arguments.ExpectStatus.Any(s => s.Contains((int)reply.Status)), reply.StatusText);
        foreach (var (name, pattern) in arguments.ExpectHeaders ?? new Dictionary<string, System.Text.RegularExpressions.Regex>(StringComparer.Ordinal))
        {
            if (reply.Header(name) is { } value)
                probe.CheckMatch($"header {name}", pattern, value);
            else
                probe.Check($"header {name} matches /{pattern}/", false, "no such header");
        }

        if (arguments.ExpectBody is { } expected)
            probe.CheckMatch(reply.IsCut ? "the first MiB of the body" : "body", expected, text);
        if (arguments.MaxLatencyMs is { } limit)
            probe.Check($"latency is at most {limit} ms", latency <= limit, $"{latency:0.#} ms");
        if (arguments.MinCertificateDays is { } days)
            CheckCertificate(probe, certificate, days);
        if (certificate.DaysLeft(probe.Time) is { } left)
            probe.Value("certificateDays", left);
        probe.Value("status", (int)reply.Status);
        return probe.Finish($"{reply.StatusText} in {latency:0.#} ms ({HttpReply.Name(reply.Version)})", Output(reply, text));
    }

    private static void CheckCertificate(ProbeRun probe, ServerCertificate certificate, int days)
    {
        var left = certificate.DaysLeft(probe.Time);
        probe.Check(
            $"certificate is valid for at least {days} days", left >= days,
            left is null ? "no certificate" : $"{left:0} days (until {certificate.ValidUntil:yyyy-MM-dd})");
    }

    private string Output(HttpReply reply, string text)
    {
        var body = Results.Cut(text, MaxBodyInOutput);
        var hops = arguments.FollowRedirects ? string.Join('\n', _hops) + "\n\n" : "";
        return hops + body + (reply.IsCut ? "\n(read no further than 1 MiB)" : "");
    }
}
