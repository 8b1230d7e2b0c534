using Keeper.Gateway.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Keeper.Gateway.Http;

/// <summary>What goes round every endpoint: whatever goes wrong inside becomes a problem that gives nothing away.</summary>
internal sealed partial class RequestGuard(GatewayMetrics metrics, TimeProvider time, ILogger<RequestGuard> logger)
{
    private readonly LogLimiter _failures = new(time, TimeSpan.FromSeconds(1));

    /// <param name="name">The endpoint in metrics; one of a fixed few.</param>
    /// <param name="handler">The endpoint.</param>
    public RequestDelegate Around(string name, RequestDelegate handler) => async context =>
    {
        var started = time.GetTimestamp();
        try
        {
            await handler(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            LogHungUp(name, e.GetType().Name);
        }
        catch (Exception e)
        {
            await Problems.WriteAsync(context, ProblemOf(name, e));
        }

        metrics.Request(name, context.Response.StatusCode, time.GetElapsedTime(started));
    };

    private Problem ProblemOf(string name, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.TooLarge(RequestBody.MaxBytes);
            case BadHttpRequestException bad:
                return new Problem(bad.StatusCode, "bad-request", "Bad request", bad.Message) { ClosesConnection = true };
            // A call that no silo took, or whose silo died: in a cluster the next try reaches another one.
            case TimeoutException or OrleansMessageRejectionException:
                LogLimited(name, exception);
                return Problem.Unavailable("timeout", "Keeper did not finish in time; the request may or may not have taken effect.");
            // The store says by this type that it takes no writes: the disk is full, or the database is away.
            case IOException:
                LogLimited(name, exception);
                return Problem.Unavailable("storage", exception.Message);
            default:
                LogLimited(name, exception);
                return Problem.Failed();
        }
    }

    private void LogLimited(string name, Exception exception)
    {
        if (_failures.TryPass(out var suppressed))
            LogFailed(exception, name, suppressed);
    }

    [LoggerMessage(1400, LogLevel.Debug, "A caller of {Endpoint} hung up ({Error}).")]
    private partial void LogHungUp(string endpoint, string error);

    [LoggerMessage(1401, LogLevel.Error, "{Endpoint} failed; {Suppressed} failures before it were not logged.")]
    private partial void LogFailed(Exception exception, string endpoint, int suppressed);
}
