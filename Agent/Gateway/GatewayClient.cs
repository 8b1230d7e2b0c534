using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Protocol.Agents;

namespace Keeper.Agent.Gateway;

/// <summary>The calls of an agent to the gateway of its choice. Each is tried once; the caller decides what follows.</summary>
internal sealed class GatewayClient : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly GatewayRotation _rotation;
    private readonly TimeProvider _time;

    public GatewayClient(HttpMessageHandler handler, GatewayRotation rotation, TimeProvider time)
    {
        // Deadlines are per request; a capped body keeps a broken gateway from filling the agent's memory.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 << 20 };
        _rotation = rotation;
        _time = time;
    }

    /// <summary>The bearer; <see langword="null"/> until enrolled.</summary>
    public string? Secret { get; set; }

    /// <summary>The gateway that the next call goes to.</summary>
    public Uri Current => _rotation.Current;

    public Task<GatewayAnswer<EnrollResponse>> EnrollAsync(EnrollRequest request, CancellationToken ct) =>
        CallAsync("enroll", request, AgentWireJson.Default.EnrollRequest, AgentWireJson.Default.EnrollResponse, AnswerTime, ct);

    public Task<GatewayAnswer<PollResponse>> PollAsync(PollRequest request, CancellationToken ct) =>
        CallAsync("poll", request, AgentWireJson.Default.PollRequest, AgentWireJson.Default.PollResponse,
            AnswerTime + TimeSpan.FromSeconds(request.WaitSeconds), ct);

    public Task<GatewayAnswer<ReportsResponse>> ReportAsync(ReportsRequest request, CancellationToken ct) =>
        CallAsync("reports", request, AgentWireJson.Default.ReportsRequest, AgentWireJson.Default.ReportsResponse, AnswerTime, ct);

    public Task<GatewayAnswer<ByeRequest>> ByeAsync(ByeRequest request, CancellationToken ct) =>
        CallAsync<ByeRequest, ByeRequest>("bye", request, AgentWireJson.Default.ByeRequest, null, AnswerTime, ct);

    /// <summary>Asks a gateway, the one in use or not, for news of who is active.</summary>
    /// <returns>The answer's status, <see langword="null"/> when nobody answered; and the news, if there is any.</returns>
    public async Task<(HttpStatusCode? Status, ActiveResponse? News)> WatchAsync(Uri gateway, TimeSpan wait, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(wait + AnswerTime, _time);
        return await AskAsync(gateway, wait, deadline.Token, ct);
    }

    /// <summary>Whether a gateway answers anything at all within that time.</summary>
    public async Task<bool> AnswersAsync(Uri gateway, TimeSpan within, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(within, _time);
        return await AskAsync(gateway, TimeSpan.Zero, deadline.Token, ct) is { Status: not null };
    }

    /// <summary>Waits before the next try, unless a gateway becomes the active one meanwhile.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _rotation.Take().Elected);
        await Task.Delay(pause, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode? Status, ActiveResponse? News)> AskAsync(
        Uri gateway, TimeSpan wait, CancellationToken deadline, CancellationToken ct)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline);
        try
        {
            using var response = await _http.GetAsync(
                new Uri(gateway, $"agent/v1/active?waitSeconds={(int)wait.TotalSeconds}"), both.Token);
            return (response.StatusCode, response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadFromJsonAsync(AgentWireJson.Default.ActiveResponse, both.Token) : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (null, null);
        }
    }

    private async Task<GatewayAnswer<TResponse>> CallAsync<TRequest, TResponse>(
        string call, TRequest body, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse>? responseType,
        TimeSpan limit, CancellationToken ct)
        where TResponse : class
    {
        var (gateway, elected) = _rotation.Take();
        var json = JsonSerializer.SerializeToUtf8Bytes(body, requestType);
        var (verdict, answer, detail, asked) = await TryAsync(new Uri(gateway, $"agent/v1/{call}"), json, responseType, limit, elected, ct);
        if (verdict == Verdict.Ok)
            _rotation.Succeeded();
        var wait = verdict is Verdict.Retry or Verdict.Rejected ? _rotation.Failed(gateway, asked) : TimeSpan.Zero;
        return new(verdict, answer, verdict == Verdict.Ok ? "" : $"{gateway}: {call}: {detail}", wait);
    }

    private async Task<(Verdict, T?, string, TimeSpan?)> TryAsync<T>(
        Uri url, byte[] json, JsonTypeInfo<T>? type, TimeSpan limit, CancellationToken elected, CancellationToken ct)
        where T : class
    {
        using var deadline = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token, elected);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(json) { Headers = { ContentType = Json } };
        if (Secret is { } secret)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        try
        {
            using var response = await _http.SendAsync(request, both.Token);
            return await ReadAsync(response, type, both.Token);
        }
        catch (OperationCanceledException) when (elected.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (Verdict.Retry, null, "another gateway has become the active one", null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (Verdict.Retry, null, $"no answer within {limit.TotalSeconds:0.#} s", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (Verdict.Retry, null, e.InnerException is { Message: var inner } && !e.Message.Contains(inner, StringComparison.Ordinal)
                ? $"{e.Message} ({inner})" : e.Message, null);
        }
        catch (JsonException e)
        {
            return (Verdict.Retry, null, $"the answer is not understood: {e.Message}", null);
        }
    }

    private static async Task<(Verdict, T?, string, TimeSpan?)> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T>? type, CancellationToken ct)
        where T : class
    {
        if (!response.IsSuccessStatusCode)
        {
            var said = await response.Content.ReadAsStringAsync(ct);
            return (VerdictOf(response.StatusCode), null, $"{(int)response.StatusCode} {ProblemText.Of(said)}",
                response.Headers.RetryAfter?.Delta);
        }

        if (type is null)
            return (Verdict.Ok, null, "", null);
        var body = await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(ct), type, ct);
        return (Verdict.Ok, body ?? throw new JsonException("it is null"), "", null);
    }

    private static Verdict VerdictOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => Verdict.Unauthorized,
        HttpStatusCode.Conflict => Verdict.Conflict,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => Verdict.Retry,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => Verdict.Rejected,
        _ => Verdict.Retry,
    };
}
