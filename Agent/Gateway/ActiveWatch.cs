using System.Net;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Gateway;

/// <summary>
/// Where several gateways are known, asks each that is not in use to say when it becomes the active one, or in a cluster,
/// where all are active, when another silo was lost: a request that is held until then. A gateway that is stopped breaks no
/// connection, so a poll alone would hear of it too late.
/// </summary>
internal sealed partial class ActiveWatch : IAsyncDisposable
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(20);

    /// <summary>Between two questions at least: whoever answers at once is not asked in a tight loop.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the gateway in use may take to answer anything, when a silo was lost and it may be that one.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop;
    private readonly GatewayClient _client;
    private readonly GatewayRotation _rotation;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _run;

    private ActiveWatch(
        Uri[] gateways, GatewayClient client, GatewayRotation rotation, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        (_client, _rotation, _time, _logger) = (client, rotation, time, logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _run = gateways.Length > 1 ? Task.WhenAll(gateways.Select(FollowAsync)) : Task.CompletedTask;
    }

    public static ActiveWatch Start(
        Uri[] gateways, GatewayClient client, GatewayRotation rotation, TimeProvider time, ILogger logger, CancellationToken stop) =>
        new(gateways, client, rotation, time, logger, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task FollowAsync(Uri gateway)
    {
        var delays = new RetryDelays(Random.Shared);
        try
        {
            while (true)
            {
                await _rotation.WhileServesAsync(gateway, _stop.Token);
                var (status, news) = await _client.WatchAsync(gateway, Held, _stop.Token);
                if (status == HttpStatusCode.NotFound)
                {
                    LogTakesNoTurns(gateway);
                    return;
                }

                if (news is { SiloLost: true })
                    await LookAfterLossAsync(_rotation.Current, gateway);
                else if (news is not null)
                    _rotation.Elect(gateway, news.Epoch);
                // Never longer than a first pause: who has come back a moment ago may be needed the next.
                delays.Reset();
                await Task.Delay(status is null ? delays.Next() : Breath, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            LogEnded(gateway);
        }
    }

    // The lost silo may be the one in use; or the one in use refused because it waited for grains of the lost one.
    private async Task LookAfterLossAsync(Uri used, Uri announcing)
    {
        if (used == announcing || !await _client.AnswersAsync(used, SignOfLife, _stop.Token))
            _rotation.TurnTo(announcing, used);
    }

    [LoggerMessage(1788, LogLevel.Debug, "{Gateway} takes no turns with others; it is not asked for its own any more")]
    private partial void LogTakesNoTurns(Uri gateway);

    [LoggerMessage(1789, LogLevel.Debug, "{Gateway} is not watched any more")]
    private partial void LogEnded(Uri gateway);
}
