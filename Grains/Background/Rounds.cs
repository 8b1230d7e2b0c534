using Keeper.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Keeper.Grains.Background;

/// <summary>A loop that does its work at an interval, survives its own faults, and logs them.</summary>
internal abstract partial class Rounds(TimeSpan interval, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>One round.</summary>
    protected abstract Task RunAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            do
            {
                try
                {
                    await RunAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // The store logs its own outages.
                    LogFailed(logger, e is StoreUnavailableException ? LogLevel.Debug : LogLevel.Error, GetType().Name, e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger, GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1250, Message = "{Name}: a round failed; the next one is tried.")]
    private static partial void LogFailed(ILogger logger, LogLevel level, string name, Exception exception);

    [LoggerMessage(1251, LogLevel.Debug, "{Name} has stopped.")]
    private static partial void LogStopped(ILogger logger, string name);
}
