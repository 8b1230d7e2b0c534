using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Client.Http;

namespace Keeper.Client;

/// <summary>
/// The operator API for .NET programs. Safe for use by many callers at once; make one and keep it.
/// Calls throw <see cref="KeeperApiException"/> when the platform says no, <see cref="KeeperUnreachableException"/> when
/// it does not answer, and <see cref="OperationCanceledException"/> when the caller gives up.
/// </summary>
public sealed partial class KeeperClient : IDisposable
{
    private const string Base = "/api/v1";

    /// <summary>Longest answer in bytes: a full page of tasks with the longest arguments and outputs.</summary>
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly RequestSender _sender;
    private readonly Downloader _downloader;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    /// <param name="options">Addresses, key and patience.</param>
    /// <param name="handler">Carries the requests; it stays the caller's. Without it the client makes and owns one.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KeeperClient(KeeperClientOptions options, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _http = new HttpClient(handler ?? CreateHandler(), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan, // The sender's deadline follows the injected clock.
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _sender = new RequestSender(_http, options);
        _downloader = new Downloader(_http, options);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false, // The key goes to the address it was given for and nowhere else.
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static ApiRequest Get(string path) => new(HttpMethod.Get, Base + path) { Repeatable = true };

    private static ApiRequest Put<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Put, Base + path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), Repeatable = true };

    private static ApiRequest Post<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, Base + path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    private async Task<T> CallAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        AnswerReader.Read(await _sender.SendAsync(request, cancellation), type);
}
