using System.Net.Http.Headers;

namespace Keeper.Client.Http;

/// <summary>Sends a call to one address after another until one answers, the rules forbid it, or time is up.</summary>
internal sealed class RequestSender(HttpClient http, KeeperClientOptions options)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly IReadOnlyList<Uri> _urls = options.Urls;
    private int _preferred;

    public async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        var patience = options.RequestTimeout + request.Wait;
        using var deadline = new CancellationTokenSource(patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var failures = new Dictionary<Uri, string>();
        var first = Volatile.Read(ref _preferred);
        for (var attempt = 1; ; attempt++)
        {
            var index = (first + attempt - 1) % _urls.Count;
            var url = _urls[index];
            try
            {
                TimeSpan pause;
                try
                {
                    var answer = await SendInTimeAsync(url, request, attempt, either.Token);
                    if (RetryRules.PauseAfterRefusal(request, answer, attempt, _urls.Count) is not { } asked
                        || attempt >= options.MaxAttempts || asked >= patience)
                    {
                        Volatile.Write(ref _preferred, index);
                        return answer;
                    }

                    failures[url] = answer.Refusal;
                    pause = asked;
                }
                catch (HttpRequestException fault)
                {
                    failures[url] = Reason(fault);
                    if (attempt >= options.MaxAttempts || !RetryRules.MayRepeat(request, fault.HttpRequestError))
                        throw Unreachable(failures, fault);
                    pause = RetryRules.PauseAfterFault(attempt, _urls.Count);
                }

                await Task.Delay(pause, options.Time, either.Token);
            }
            catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
            {
                failures.TryAdd(url, $"no answer within {patience.TotalSeconds:0.###} s");
                throw Unreachable(failures, late);
            }
        }
    }

    private async Task<ApiAnswer> SendInTimeAsync(Uri url, ApiRequest request, int attempt, CancellationToken cancellation)
    {
        if (RetryRules.SilenceBeforeNext(request, attempt, _urls.Count, options.MaxAttempts) is not { } silence)
            return await SendOnceAsync(url, request, cancellation);
        using var limit = new CancellationTokenSource(silence, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await SendOnceAsync(url, request, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {silence.TotalSeconds:0.###} s", late);
        }
    }

    private async Task<ApiAnswer> SendOnceAsync(Uri url, ApiRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, url.AbsoluteUri.TrimEnd('/') + request.Path);
        if (options.Key is { } key)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        using var response = await http.SendAsync(message, cancellation);
        var answered = await response.Content.ReadAsByteArrayAsync(cancellation);
        return new ApiAnswer(url, response.StatusCode, answered, RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var pause = header?.Delta ?? header?.Date - options.Time.GetUtcNow();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }

    // The outer message says only that sending failed; what a person can act on is inside.
    private static string Reason(HttpRequestException fault) =>
        fault.HttpRequestError == HttpRequestError.SecureConnectionError && fault.InnerException is { } inner
            ? $"{fault.Message} {inner.Message}"
            : fault.InnerException is { } cause and not OperationCanceledException ? cause.Message : fault.Message;

    private static KeeperUnreachableException Unreachable(Dictionary<Uri, string> failures, Exception fault) =>
        new([.. failures.Select(f => new UrlFailure(f.Key, f.Value))], fault);
}
