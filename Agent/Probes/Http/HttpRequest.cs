using System.Net;
using System.Text;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Http;

/// <summary>One request of a probe: the first, or the one that a redirect leads to.</summary>
internal sealed record HttpRequest(Uri Url, string Method, string? Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly string[] OnlyForTheOrigin = ["authorization", "cookie", "proxy-authorization", "host"];
    private static readonly string[] OnlyWithBody = ["content-type", "content-length", "content-encoding", "content-language"];

    public static HttpRequest First(HttpArguments arguments) => new(
        arguments.Url, arguments.Method, arguments.Body, arguments.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal));

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Url)
        {
            Version = HttpVersion.Version11,
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

    /// <summary>
    /// The request that a redirect asks for, as browsers do it: 303 (and 301, 302 after POST) becomes GET; secrets are not
    /// taken to another origin.
    /// </summary>
    public HttpRequest Follow(HttpStatusCode status, Uri target)
    {
        var becomesGet = (status == HttpStatusCode.SeeOther && Method != "HEAD")
            || (Method == "POST" && status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found);
        var dropped = new List<string>();
        if (becomesGet)
            dropped.AddRange(OnlyWithBody);
        if (Uri.Compare(Url, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
            dropped.AddRange(OnlyForTheOrigin);
        return new(
            target,
            becomesGet ? "GET" : Method,
            becomesGet ? null : Body,
            Headers.Where(h => !dropped.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.Ordinal));
    }
}
