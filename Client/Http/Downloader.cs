using System.Net.Http.Headers;

namespace Keeper.Client.Http;

/// <summary>Gets an answer that is too large for memory. Never repeated once it has begun to arrive.</summary>
internal sealed class Downloader(HttpClient http, KeeperClientOptions options)
{
    /// <summary>Asks one address after another until one answers otherwise than "not me".</summary>
    public async Task DownloadAsync(ApiRequest request, Stream output, CancellationToken cancellation)
    {
        var failures = new List<UrlFailure>();
        foreach (var url in options.Urls)
        {
            // Silence for this long, at whatever point, means that nothing more comes.
            using var silence = new CancellationTokenSource(options.RequestTimeout, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
            try
            {
                using var message = new HttpRequestMessage(request.Method, url.AbsoluteUri.TrimEnd('/') + request.Path);
                if (options.Key is { } key)
                    message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (!response.IsSuccessStatusCode)
                {
                    var body = await response.Content.ReadAsByteArrayAsync(either.Token);
                    var answer = new ApiAnswer(url, response.StatusCode, body, RetryAfter: null);
                    if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable || url == options.Urls[^1])
                        AnswerReader.EnsureSuccess(answer);
                    failures.Add(new UrlFailure(url, answer.Refusal));
                    continue;
                }

                await CopyAsync(response, output, silence, either.Token);
                return;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException && output.Position > 0)
            {
                throw new KeeperUnreachableException([new UrlFailure(url, $"the answer broke off: {fault.Message}")], fault);
            }
            catch (HttpRequestException fault)
            {
                failures.Add(new UrlFailure(url, fault.InnerException?.Message ?? fault.Message));
                if (url == options.Urls[^1])
                    throw new KeeperUnreachableException(failures, fault);
            }
            catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
            {
                throw new KeeperUnreachableException(
                    [new UrlFailure(url, $"nothing came for {options.RequestTimeout.TotalSeconds:0.###} s")], late);
            }
        }
    }

    private async Task CopyAsync(
        HttpResponseMessage response, Stream output, CancellationTokenSource silence, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            silence.CancelAfter(options.RequestTimeout);
        }
    }
}
