using System.Net.Sockets;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Http;

/// <summary>A reply, or why there is none.</summary>
internal readonly record struct HttpOutcome(HttpReply? Reply, string Failure);

/// <summary>
/// One request over a connection of its own, so that every phase is really gone through. Name and connection are made
/// before the HTTP handler comes in: their failures then keep their own words.
/// </summary>
internal sealed class HttpExchange(ProbeRun probe, ServerCertificate certificate, int keptBytes)
{
    private const int MaxHeaderKilobytes = 64;

    public async Task<HttpOutcome> SendAsync(HttpRequest request, CancellationToken ct)
    {
        probe.Mark();
        var (socket, failure) = await probe.ConnectAsync(request.Url.IdnHost, request.Url.Port, ct);
        if (socket is null)
            return new(null, failure);
        // Asked now, because a connection that broke is closed by the time it is told about.
        var target = socket.RemoteEndPoint ?? new System.Net.DnsEndPoint(request.Url.IdnHost, request.Url.Port);
        await using var connection = new NetworkStream(socket, ownsSocket: true);
        using var handler = Handler(connection, request.Url.Scheme == Uri.UriSchemeHttps);
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        try
        {
            probe.Doing = $"waiting for the answer of {request.Url.Authority}";
            using var message = request.ToMessage();
            using var response = await http.SendAsync(message, ct);
            probe.EndPhase("firstByte");
            probe.Doing = $"reading the body of {request.Url.Authority}";
            var reply = await HttpReply.ReadAsync(response, keptBytes, ct);
            probe.EndPhase("transfer");
            return new(reply, "");
        }
        catch (HttpRequestException) when (certificate.IsRefused)
        {
            return new(null, $"the certificate of {request.Url.Authority} is not good: {certificate.Faults}");
        }
        catch (InvalidDataException e)
        {
            return new(null, $"{request.Url.Authority} sends a broken body: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, Describe(e, request, target));
        }
    }

    private SocketsHttpHandler Handler(NetworkStream connection, bool tls)
    {
        NetworkStream? unused = connection;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            ConnectCallback = (_, _) =>
            {
                // Another connection would be a silent second try, whose success would hide the first one's failure.
                var stream = Interlocked.Exchange(ref unused, null) ?? throw new IOException("it closed the connection without an answer");
                return ValueTask.FromResult<Stream>(stream);
            },
            PlaintextStreamFilter = (context, _) =>
            {
                if (tls)
                    probe.EndPhase("tls");
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        handler.SslOptions.CertificateChainPolicy = ChainPolicies.NoDownloads();
        handler.SslOptions.RemoteCertificateValidationCallback = certificate.Judge;
        return handler;
    }

    private static string Describe(Exception e, HttpRequest request, System.Net.EndPoint target)
    {
        var (cause, peer) = (e.GetBaseException(), request.Url.Authority);
        var error = (e as HttpRequestException)?.HttpRequestError ?? (e as HttpIOException)?.HttpRequestError;
        return (error, cause) switch
        {
            (_, SocketException s) => SocketFaults.Describe(s.SocketErrorCode, target),
            (HttpRequestError.SecureConnectionError, _) when !IsAboutVersion(e) => $"no TLS with {peer}: {cause.Message}",
            (HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError, _) => $"{peer} does not agree to {HttpReply.Name(request.Version)}",
            (HttpRequestError.ResponseEnded, _) => $"{peer} closed the connection in the middle of its answer",
            (HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError, _) => $"{peer} does not speak {HttpReply.Name(request.Version)}: {cause.Message}",
            (HttpRequestError.ConfigurationLimitExceeded, _) => $"{peer} sends more than {MaxHeaderKilobytes} KiB of headers",
            // Before the first frame it says no more than that the connection was not established.
            _ when request.Version.Major > 1 => $"{peer} does not speak {HttpReply.Name(request.Version)}: {cause.Message}",
            _ => $"{peer}: {cause.Message}",
        };
    }

    /// <summary>A server that takes none of the offered versions may say so by an alert, which OpenSSL has only as text.</summary>
    private static bool IsAboutVersion(Exception e) => e.GetBaseException().Message.Contains("no application protocol", StringComparison.OrdinalIgnoreCase);
}
