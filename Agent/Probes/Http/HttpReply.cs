using System.Net;
using System.Text;

namespace Keeper.Agent.Probes.Http;

/// <summary>What came back to one request, the body bounded.</summary>
internal sealed class HttpReply
{
    /// <summary>So much of a body is read and matched; what follows is not waited for.</summary>
    public const int MaxBodyBytes = 1 << 20;

    private readonly HttpResponseMessage _response;
    private readonly byte[] _body;

    private HttpReply(HttpResponseMessage response, byte[] body, bool isCut) =>
        (_response, _body, IsCut) = (response, body, isCut);

    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>Whether there was more than <see cref="MaxBodyBytes"/>.</summary>
    public bool IsCut { get; }

    public string StatusText => $"{(int)Status} {_response.ReasonPhrase}".TrimEnd();

    /// <summary>Reads to the body's end or bound, so that the transfer is measured; keeps what somebody will look at.</summary>
    public static async Task<HttpReply> ReadAsync(HttpResponseMessage response, int keptBytes, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        var total = 0;
        var read = -1;
        while (total <= MaxBodyBytes && (read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            total += read;
            body.Write(buffer, 0, Math.Min(read, keptBytes - (int)body.Length));
        }

        return new(response, body.ToArray(), isCut: read > 0);
    }

    /// <summary>The body as text, by the character set that it claims if that is known here.</summary>
    public string Text()
    {
        var name = _response.Content.Headers.ContentType?.CharSet?.Trim('"', '\'');
        return (string.Equals(name, "iso-8859-1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.UTF8).GetString(_body);
    }

    /// <summary>All values of a header, <see langword="null"/> when there is none.</summary>
    public string? Header(string name) =>
        _response.Headers.TryGetValues(name, out var values) || _response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values) : null;

    /// <summary>Where it redirects to, if it does.</summary>
    public string? RedirectTarget => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect ? Header("Location") : null;
}
