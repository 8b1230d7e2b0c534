using System.Buffers;
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

    public Version Version => _response.Version;

    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>Whether there was more than <see cref="MaxBodyBytes"/>, as it came or unpacked.</summary>
    public bool IsCut { get; }

    public string StatusText => $"{(int)Status} {_response.ReasonPhrase}".TrimEnd();

    /// <summary>A version as people write it.</summary>
    public static string Name(Version version) => version.Minor == 0 && version.Major > 1 ? $"HTTP/{version.Major}" : $"HTTP/{version}";

    /// <summary>Reads to the body's end or bound, so that the transfer is measured; keeps what somebody will look at.</summary>
    public static async Task<HttpReply> ReadAsync(HttpResponseMessage response, int keptBytes, CancellationToken ct)
    {
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        await using var arriving = new BoundedBody(content, MaxBodyBytes);
        await using var stream = ContentCoding.Unpack(arriving, response.Content.Headers.ContentEncoding);
        var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            var total = 0;
            var read = -1;
            while (total <= MaxBodyBytes && (read = await ContentCoding.ReadAsync(stream, buffer, ct)) > 0)
            {
                total += read;
                body.Write(buffer, 0, Math.Min(read, keptBytes - (int)body.Length));
            }

            return new(response, body.ToArray(), isCut: read > 0 || arriving.IsCut);
        }
        catch (InvalidDataException) when (arriving.IsCut)
        {
            // What was cut off cannot be unpacked to its end.
            return new(response, body.ToArray(), isCut: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
