using Keeper.Agent.Execution;
using Keeper.Agent.Gateway;
using Keeper.Agent.Identity;
using Keeper.Agent.Instructions;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Agent.Polling;
using Keeper.Agent.Reports;
using Keeper.Protocol.Agents;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent;

/// <summary>The parts of an enrolled agent, put together, from its files to its good-bye.</summary>
internal sealed partial class AgentSession : IAsyncDisposable
{
    private readonly AgentIdentity _identity;
    private readonly GatewayClient _gateway;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AttemptJournal _journal;
    private readonly ReportOutbox _outbox;
    private readonly ReportSender _sender;
    private readonly InstructionRunner _runner;
    private readonly PollLoop _polls;

    private AgentSession(
        AgentOptions options, AgentIdentity identity, ExecutorRegistry executors, GatewayClient gateway,
        AttemptJournal journal, ReportOutbox outbox, TimeProvider time, ILoggerFactory loggers)
    {
        (_identity, _gateway, _time, _logger) = (identity, gateway, time, loggers.CreateLogger<AgentSession>());
        (_journal, _outbox) = (journal, outbox);
        var wake = new Signal();
        var reports = new ReportQueue(outbox, wake, loggers.CreateLogger<ReportQueue>());
        var preparation = new AttemptPreparation(executors, options.Limits, new SecretStore(options.Secrets, options.Limits, time));
        var execution = new AttemptExecution(preparation, reports, time, loggers.CreateLogger<AttemptExecution>());
        _runner = new InstructionRunner(
            options.Capacity, journal, outbox, reports, execution, wake, time, loggers.CreateLogger<InstructionRunner>());
        _sender = new ReportSender(gateway, reports, identity.InstanceId, time, loggers.CreateLogger<ReportSender>());
        var builder = new PollBuilder(options, identity, executors, _runner, outbox, time);
        _polls = new PollLoop(
            identity, builder, gateway, _runner, reports, _sender, wake, time, loggers.CreateLogger<PollLoop>());
        reports.Disowned = (attempt, _) => _runner.Disown(attempt);
        foreach (var report in outbox.Reports)
            reports.Add(report);
    }

    public static async Task<AgentSession> OpenAsync(
        AgentOptions options, AgentIdentity identity, ExecutorRegistry executors, GatewayClient gateway,
        TimeProvider time, ILoggerFactory loggers, CancellationToken ct)
    {
        var journal = await AttemptJournal.OpenAsync(options.DataFolder, time, loggers.CreateLogger<AttemptJournal>(), ct);
        var outbox = await ReportOutbox.OpenAsync(options, loggers.CreateLogger<ReportOutbox>(), ct);
        return new AgentSession(options, identity, executors, gateway, journal, outbox, time, loggers);
    }

    /// <summary>Polls and reports until asked to stop, or until the platform does not want this agent any more.</summary>
    public async Task<AgentExit> RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = _sender.RunAsync(ended.Token);
        var exit = await _polls.RunAsync(stop);
        await ended.CancelAsync();
        await sending;
        if (exit != AgentExit.Stopped)
            await _runner.DrainAsync(TimeSpan.Zero);
        return exit;
    }

    /// <summary>Lets work end, sends what it brought, and says good-bye; each within its time.</summary>
    public async Task StopAsync(TimeSpan grace, TimeSpan flushTime)
    {
        await _runner.DrainAsync(grace);
        using var deadline = new CancellationTokenSource(flushTime, _time);
        try
        {
            await _sender.FlushAsync(deadline.Token);
            var bye = await _gateway.ByeAsync(new ByeRequest(_identity.InstanceId), deadline.Token);
            if (bye.Verdict != Verdict.Ok)
                LogByeFailed(bye.Detail);
        }
        catch (OperationCanceledException)
        {
            LogByeFailed($"no answer within {flushTime.TotalSeconds:0} s");
        }

        LogStopped(_outbox.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _outbox.DisposeAsync();
    }

    [LoggerMessage(1603, LogLevel.Warning, "The platform was not told that this agent stops: {Detail}")]
    private partial void LogByeFailed(string detail);

    [LoggerMessage(1604, LogLevel.Information, "Stopped; {Count} reports wait for the next start")]
    private partial void LogStopped(int count);
}
