using Keeper.Agent.Gateway;
using Keeper.Agent.Identity;
using Keeper.Agent.Instructions;
using Keeper.Agent.Reports;
using Keeper.Protocol.Agents;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Polling;

/// <summary>One poll at a time: heartbeat, reports, and a wish for as much work as there is room for.</summary>
internal sealed partial class PollLoop(
    AgentIdentity identity, PollBuilder builder, GatewayClient gateway, InstructionRunner runner,
    ReportQueue reports, ReportSender sender, Signal wake, TimeProvider time, ILogger<PollLoop> logger)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>So many polls in a row that should have waited and brought nothing new mean that the gateway does not park them.</summary>
    private const int MaxUselessInARow = 3;

    private TimeSpan _heartbeat = TimeSpan.FromSeconds(Math.Clamp(identity.HeartbeatSeconds, 1, 300));
    private string? _incarnation;
    private int _uselessInARow;
    private bool _connected;

    /// <summary>Polls until asked to stop, or until the platform does not want this agent any more.</summary>
    public async Task<AgentExit> RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await PollAsync(ct) is { } exit)
                    return exit;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogFault(e);
                await Task.Delay(PauseAfterFault, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return AgentExit.Stopped;
    }

    private async Task<AgentExit?> PollAsync(CancellationToken ct)
    {
        var batch = reports.IsHealthy ? reports.Take() : [];
        GatewayAnswer<PollResponse> answer;
        bool parks;
        try
        {
            runner.ProbeDisk();
            // A poll that brings reports, or cannot take work, is to be answered at once.
            var capacity = runner.Free;
            parks = batch.Count == 0 && capacity > 0;
            var request = builder.Build(capacity, parks ? _heartbeat : TimeSpan.Zero, batch);
            sender.PollParked = parks;
            answer = await gateway.PollAsync(request, ct);
        }
        catch
        {
            reports.Return(batch);
            throw;
        }
        finally
        {
            sender.PollParked = false;
        }

        switch (answer.Verdict)
        {
            case Verdict.Ok:
                await TakeAsync(answer.Body!, batch, parks, ct);
                return null;
            case Verdict.Unauthorized:
                reports.Return(batch);
                LogRevoked(identity.AgentId!, answer.Detail);
                return AgentExit.Revoked;
            case Verdict.Conflict:
                reports.Return(batch);
                LogSuperseded(identity.AgentId!, answer.Detail);
                return AgentExit.Superseded;
            case Verdict.Rejected when batch.Count > 0:
                reports.Reject(batch, answer.Detail);
                return null;
            default:
                reports.Return(batch);
                await PauseAsync(answer, ct);
                return null;
        }
    }

    private async Task TakeAsync(PollResponse answer, IReadOnlyList<PendingReport> batch, bool parked, CancellationToken ct)
    {
        if (!_connected)
            LogConnected(gateway.Current, identity.Vpc!);
        _connected = true;
        builder.Introduced();
        if (answer.HeartbeatSeconds > 0)
            _heartbeat = TimeSpan.FromSeconds(Math.Clamp(answer.HeartbeatSeconds, 1, 300));
        var unnamed = reports.Settle(batch, answer.Accepted, answer.Refused);
        if (answer.Incarnation is { } incarnation && incarnation != _incarnation)
            Enter(incarnation);
        foreach (var taskId in answer.Cancelled)
            runner.Cancel(taskId);
        var begun = runner.Accept(answer.Instructions, answer.Incarnation);
        if (unnamed == 0 && (begun > 0 || batch.Count > 0))
        {
            _uselessInARow = 0;
            return;
        }

        await IdleAsync(parked, ct);
    }

    /// <summary>The first answer, or the platform was restored from a backup: forget what only its former life knew.</summary>
    private void Enter(string incarnation)
    {
        runner.DisownFormer(incarnation);
        var dropped = reports.DropFormer(incarnation);
        if (_incarnation is not null || dropped > 0)
            LogRestored(incarnation, dropped);
        _incarnation = incarnation;
    }

    /// <summary>Called after a poll that brought nothing new: full agents wait here, not at the gateway.</summary>
    private async Task IdleAsync(bool parked, CancellationToken ct)
    {
        if (!parked && runner.Free == 0)
            await wake.WaitAsync(_heartbeat, time, ct);
        else if (++_uselessInARow > MaxUselessInARow && parked)
            await Task.Delay(PauseAfterFault, time, ct);
    }

    private async Task PauseAsync(GatewayAnswer<PollResponse> answer, CancellationToken ct)
    {
        _connected = false;
        LogFailed(answer.Detail, answer.RetryAfter.TotalSeconds);
        if (answer.RetryAfter > TimeSpan.Zero)
            await gateway.PauseAsync(answer.RetryAfter, ct);
    }

    [LoggerMessage(1620, LogLevel.Information, "Connected to {Gateway}, VPC {Vpc}")]
    private partial void LogConnected(Uri gateway, string vpc);

    [LoggerMessage(1625, LogLevel.Warning, "The platform was restored from a backup (incarnation {Incarnation}); {Count} results of its former life are dropped")]
    private partial void LogRestored(string incarnation, int count);

    [LoggerMessage(1621, LogLevel.Warning, "The gateway cannot be used ({Detail}); next try in {Seconds:0.0} s")]
    private partial void LogFailed(string detail, double seconds);

    [LoggerMessage(1622, LogLevel.Critical, "The platform has taken back the credential of agent {AgentId}; it asks for no more work: {Detail}")]
    private partial void LogRevoked(string agentId, string detail);

    [LoggerMessage(1623, LogLevel.Critical, "Another installation uses the credential of agent {AgentId} and has taken over; this one asks for no more work: {Detail}")]
    private partial void LogSuperseded(string agentId, string detail);

    [LoggerMessage(1624, LogLevel.Error, "Polling failed unexpectedly; it goes on")]
    private partial void LogFault(Exception e);
}
