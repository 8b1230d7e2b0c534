using Keeper.Agent.Gateway;
using Keeper.Protocol.Agents;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Reports;

/// <summary>
/// Sends reports by themselves while a poll is parked, so that results do not wait for its end. Otherwise the next poll
/// takes them along.
/// </summary>
internal sealed partial class ReportSender(
    GatewayClient gateway, ReportQueue queue, string instanceId, TimeProvider time, ILogger<ReportSender> logger)
{
    /// <summary>How long RUNNING waits for company: a fast probe then costs one request instead of two.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private volatile bool _pollParked;

    /// <summary>Whether a poll is parked at the gateway.</summary>
    public bool PollParked
    {
        get => _pollParked;
        set
        {
            _pollParked = value;
            if (value)
                queue.Arrived.Set();
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await WaitUntilDueAsync(ct);
                var pause = await SendAsync(ct);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, time, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFault(e);
                await Task.Delay(PauseAfterFault, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends what waits until nothing does, or until the gateway fails.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        while (!queue.IsEmpty)
        {
            if (await SendAsync(ct) > TimeSpan.Zero)
                return;
        }
    }

    private async Task WaitUntilDueAsync(CancellationToken ct)
    {
        long? waitingSince = null;
        while (true)
        {
            var left = IdleCheck;
            if (!queue.IsEmpty && (PollParked || !queue.IsHealthy))
            {
                waitingSince ??= time.GetTimestamp();
                left = Linger - time.GetElapsedTime(waitingSince.Value);
                if (queue.IsUrgent || left <= TimeSpan.Zero)
                    return;
            }

            await queue.Arrived.WaitAsync(left, time, ct);
        }
    }

    /// <summary>Sends one batch and returns how long to wait before the next.</summary>
    private async Task<TimeSpan> SendAsync(CancellationToken ct)
    {
        var batch = queue.Take();
        if (batch.Count == 0)
            return TimeSpan.Zero;
        try
        {
            var answer = await gateway.ReportAsync(new ReportsRequest(instanceId, [.. batch.Select(r => r.Report)]), ct);
            switch (answer.Verdict)
            {
                case Verdict.Ok:
                    var unnamed = queue.Settle(batch, answer.Body!.Accepted, answer.Body.Refused);
                    return unnamed > 0 ? PauseAfterFault : TimeSpan.Zero;
                case Verdict.Rejected:
                    queue.Reject(batch, answer.Detail);
                    return TimeSpan.Zero;
                default:
                    LogFailed(batch.Count, answer.Detail);
                    queue.Return(batch);
                    return answer.RetryAfter > TimeSpan.Zero ? answer.RetryAfter : PauseAfterFault;
            }
        }
        catch
        {
            queue.Return(batch);
            throw;
        }
    }

    [LoggerMessage(1645, LogLevel.Warning, "{Count} reports could not be sent and go again: {Detail}")]
    private partial void LogFailed(int count, string detail);

    [LoggerMessage(1646, LogLevel.Error, "Sending reports failed unexpectedly; it goes on")]
    private partial void LogFault(Exception e);
}
