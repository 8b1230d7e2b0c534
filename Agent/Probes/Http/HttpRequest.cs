using System.Net;
using System.Text;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Http;

/// <summary>One request of a probe: the first, or the one that a redirect leads to.</summary>
internal sealed record HttpRequest(Uri Url, string Method, string? Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly string[] OnlyWithBody = ["content-type", "content-length", "content-encoding", "content-language"];

    /// <summary>What another origin may see of the headers; any other may be somebody's key.</summary>
    private static readonly string[] ForAnyOrigin = ["accept", "accept-encoding", "accept-language", "cache-control", "user-agent", .. OnlyWithBody];

    /// <summary>The version to speak, and no other.</summary>
    public Version Version { get; init; } = HttpVersion.Version11;

    public static HttpRequest First(HttpArguments arguments)
    {
        var headers = (arguments.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        if (arguments.Auth is { } auth)
            headers["Authorization"] = auth.Header;
        return new(arguments.Url, arguments.Method, arguments.Body, headers) { Version = arguments.HttpVersion ?? HttpVersion.Version11 };
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Url)
        {
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(Body)),
        };
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                (message.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        if (!message.Headers.Contains("User-Agent"))
            message.Headers.TryAddWithoutValidation("User-Agent", $"Keeper-Agent/{AgentVersion.Current}");
        return message;
    }

    public bool IsSameOrigin(Uri other) =>
        Uri.Compare(Url, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>
    /// The request that a redirect asks for, as browsers do it: 303 (and 301, 302 after POST) becomes GET; secrets are not
    /// taken to another origin.
    /// </summary>
    public HttpRequest Follow(HttpStatusCode status, Uri target)
    {
        var becomesGet = (status == HttpStatusCode.SeeOther && Method != "HEAD")
            || (Method == "POST" && status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found);
        var headers = Headers.AsEnumerable();
        if (becomesGet)
            headers = headers.Where(h => !OnlyWithBody.Contains(h.Key, StringComparer.OrdinalIgnoreCase));
        if (!IsSameOrigin(target))
            headers = headers.Where(h => ForAnyOrigin.Contains(h.Key, StringComparer.OrdinalIgnoreCase));
        return this with
        {
            Url = target,
            Method = becomesGet ? "GET" : Method,
            Body = becomesGet ? null : Body,
            Headers = headers.ToDictionary(StringComparer.Ordinal),
        };
    }
}
