using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>http</c>: does a URL answer, how fast, and with what?</summary>
public sealed record HttpArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "http";

    /// <summary>What it does, for people.</summary>
    public const string About = "Does a URL answer, how fast, and with what?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"url": "http://127.0.0.1:7480/healthz", "expectStatus": [200]}""";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Absolute URL, http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>Method, GET by default. Only GET and HEAD are ever repeated.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Request headers; each value may be a secret.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Request body, at most 64 KiB; may be a secret.</summary>
    public string? Body { get; init; }

    /// <summary>Who asks; <see langword="null"/> for anybody.</summary>
    public HttpAuth? Auth { get; init; }

    /// <summary>
    /// The version to speak and to expect of the answer: 1.1, or 2 (agreed on in the TLS handshake, taken for granted without
    /// TLS). <see langword="null"/> speaks 1.1 and takes the version of the answer as it comes.
    /// </summary>
    public Version? HttpVersion { get; init; }

    /// <summary>Whether redirects are followed (at most 10); off by default, so that a redirect is seen as what it is.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>Statuses that count as alive; 2xx by default.</summary>
    public IReadOnlyList<StatusRange> ExpectStatus { get; init; } = [new(200, 299)];

    /// <summary>What the body must match.</summary>
    public Regex? ExpectBody { get; init; }

    /// <summary>What response headers must match, by name.</summary>
    public IReadOnlyDictionary<string, Regex>? ExpectHeaders { get; init; }

    /// <summary>Longest time to the last byte.</summary>
    public int? MaxLatencyMs { get; init; }

    /// <summary>
    /// How long everything together may take, redirects included; 1 to 300,000 ms. Unless given, only the task's run time-out
    /// ends it.
    /// </summary>
    public int? TimeoutMs { get; init; }

    /// <summary>Days that the certificate must still be valid.</summary>
    public int? MinCertificateDays { get; init; }

    /// <summary>Whether any certificate is taken.</summary>
    public bool Insecure { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static HttpArguments? Read(ObjectReader reader)
    {
        var url = Urls.Read(reader, "url", "Absolute http or https URL.");
        var method = reader.Choice("method", Methods, otherwise: "GET", about: "Request method. Only GET and HEAD are ever repeated.");
        var headers = ReadHeaders(reader);
        var body = reader.SecretText("body", 64 * 1024, about: "Request body.");
        var auth = ReadAuth(reader, headers);
        var version = reader.Choice("httpVersion", ["1.1", "2"], about: "Version to speak and to expect of the answer; 1.1, unless given.");
        var follow = reader.Flag("followRedirects", about: "Follow redirects, at most 10, instead of taking one as the answer.") ?? false;
        var statuses = ReadStatuses(reader);
        var expectBody = reader.Pattern("expectBody", about: "Regular expression that the body must match.");
        var expectHeaders = reader.Patterns("expectHeaders", 50, about: "Regular expressions that response headers must match, by name.");
        var latency = reader.Number("maxLatencyMs", 1, 300_000, about: "Longest time to the last byte, in milliseconds.");
        var timeout = reader.Number("timeoutMs", 1, 300_000,
            about: "How long everything together may take, in milliseconds; the run time-out of the task, unless given.");
        var days = reader.Number("minCertificateDays", 0, 3650, about: "Days that the certificate must still be valid; https only.");
        if (days is not null && url is not null && url.Scheme != Uri.UriSchemeHttps)
            reader.Fault("minCertificateDays", "needs an https URL");
        if (url is { UserInfo.Length: > 0 })
            reader.Fault("url", "must not name a user: URLs are shown to everybody; use auth");
        var insecure = reader.Flag("insecure", about: "Take any certificate.") ?? false;
        reader.Done();
        return reader.Faulty ? null : new HttpArguments
        {
            Url = url!,
            Method = method,
            Headers = headers,
            Body = body,
            Auth = auth,
            HttpVersion = version is null ? null : version == "2" ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
            FollowRedirects = follow,
            ExpectStatus = statuses,
            ExpectBody = expectBody,
            ExpectHeaders = expectHeaders,
            MaxLatencyMs = latency,
            TimeoutMs = timeout,
            MinCertificateDays = days,
            Insecure = insecure,
        };
    }

    private static IReadOnlyDictionary<string, string>? ReadHeaders(ObjectReader reader)
    {
        var headers = reader.Map("headers", 50, 8_192, secrets: true, about: "Request headers.");
        foreach (var (name, value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(" \t\r\n:"))
                reader.Fault("headers", $"'{Names.Shorten(name)}' is not a header name");
            if (value.AsSpan().ContainsAny('\r', '\n'))
                reader.Fault($"headers.{Names.Shorten(name)}", "must be one line");
        }

        return headers;
    }

    private static HttpAuth? ReadAuth(ObjectReader reader, IReadOnlyDictionary<string, string>? headers)
    {
        var auth = reader.Group("auth", HttpAuth.Read, about: "Who asks, told to the origin of the URL alone: basic or bearer.");
        if (auth is not null && headers?.Keys.Contains("Authorization", StringComparer.OrdinalIgnoreCase) == true)
            reader.Fault("auth", "is given, and so is the header Authorization; allowed is one of them");
        return auth;
    }

    private static List<StatusRange> ReadStatuses(ObjectReader reader)
    {
        var statuses = new List<StatusRange>();
        foreach (var (element, path) in reader.Items("expectStatus", 50,
            about: "Statuses that count as alive, such as 200 or 2xx; 2xx by default.", element: StatusRange.Schema))
        {
            if (StatusRange.TryRead(element, path, reader.Faults, out var range))
                statuses.Add(range);
        }

        return statuses.Count > 0 ? statuses : [new StatusRange(200, 299)];
    }
}
