using System.Net;

namespace Keeper.Client.Http;

/// <summary>When a call is sent again, and after which pause. Pure: the sender only obeys.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>Whether a call that broke may be sent again.</summary>
    public static bool MayRepeat(ApiRequest request, HttpRequestError fault) =>
        request.Repeatable ? fault != HttpRequestError.ConfigurationLimitExceeded : WasNeverSent(fault);

    /// <summary>
    /// The pause before the next attempt of a call that broke: none while there is an address that was not tried yet,
    /// then longer with each round.
    /// </summary>
    /// <param name="attempt">The attempt that broke, from 1.</param>
    /// <param name="urls">How many addresses there are.</param>
    public static TimeSpan PauseAfterFault(int attempt, int urls)
    {
        if (attempt % urls != 0)
            return TimeSpan.Zero;
        var round = Math.Min(attempt / urls, 10);
        var pause = FirstPause * Math.Pow(2, round - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>The pause before a refused call is sent again; <see langword="null"/> when the refusal stands.</summary>
    public static TimeSpan? PauseAfterRefusal(ApiRequest request, ApiAnswer answer, int attempt, int urls)
    {
        if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            return null;
        // A stand-by has done nothing of it, so it may go elsewhere whatever it is.
        if (!request.Repeatable && !answer.IsOfStandby)
            return null;
        // A stand-by refuses what the active one takes, so another address is worth asking without a pause.
        if (answer.Status == HttpStatusCode.ServiceUnavailable && attempt % urls != 0)
            return TimeSpan.Zero;
        return answer.RetryAfter;
    }

    /// <summary>
    /// How long one address may stay silent before the next is asked: a stopped process accepts connections and says
    /// nothing. <see langword="null"/> when there is no other address, or the call must not be sent twice.
    /// </summary>
    public static TimeSpan? SilenceBeforeNext(ApiRequest request, int attempt, int urls, int maxAttempts) =>
        request.Repeatable && urls > 1 && attempt < maxAttempts ? LongestSilence + request.Wait : null;

    private static bool WasNeverSent(HttpRequestError fault) =>
        fault is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
