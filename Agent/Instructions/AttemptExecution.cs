using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Reports;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Instructions;

/// <summary>How an attempt ended.</summary>
/// <param name="Report">What to tell the platform; <see langword="null"/> when it does not want to know.</param>
/// <param name="Executor">Completes, never with an exception, when the executor has really ended.</param>
internal readonly record struct EndedAttempt(TaskReport? Report, Task Executor);

/// <summary>Runs one attempt's executor under its deadline and turns whatever happens into a report.</summary>
internal sealed partial class AttemptExecution(
    AttemptPreparation preparation, ReportQueue reports, TimeProvider time, ILogger<AttemptExecution> logger)
{
    /// <summary>How long a stopped executor may take to end before the agent reports without it.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    public async Task<EndedAttempt> RunAsync(ActiveAttempt attempt)
    {
        var instruction = attempt.Instruction;
        PreparedAttempt prepared;
        try
        {
            prepared = await preparation.PrepareAsync(instruction, attempt.Stopped);
        }
        catch (OperationCanceledException)
        {
            return new(null, Task.CompletedTask);
        }

        if (prepared.Failure is { } failure)
            return Fail(attempt, failure);
        if (!await AnnounceAsync(attempt, prepared.IsRepeatable))
            return new(null, Task.CompletedTask);
        return await ExecuteAsync(attempt, prepared);
    }

    public EndedAttempt Fail(ActiveAttempt attempt, TaskResult failure) =>
        new(Report(attempt, TaskState.Failed, failure), Task.CompletedTask);

    private TaskReport Report(ActiveAttempt attempt, TaskState state, TaskResult? result) => new()
    {
        TaskId = attempt.Ref.TaskId,
        Attempt = attempt.Ref.Attempt,
        State = state,
        Incarnation = attempt.Incarnation,
        At = time.GetUtcNow(),
        Result = result is null ? null : Results.Bound(result),
    };

    /// <summary>
    /// Reports RUNNING. What must not run twice starts only after the platform has taken that word: a platform that never
    /// heard it may give the task to somebody else.
    /// </summary>
    private async Task<bool> AnnounceAsync(ActiveAttempt attempt, bool repeatable)
    {
        var running = PendingReport.Of(Report(attempt, TaskState.Running, null));
        if (repeatable)
        {
            reports.Add(running);
            return !attempt.Stopped.IsCancellationRequested;
        }

        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        reports.Add(running with { Taken = taken });
        try
        {
            return await taken.Task.WaitAsync(attempt.Stopped);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<EndedAttempt> ExecuteAsync(ActiveAttempt attempt, PreparedAttempt prepared)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(1, attempt.Instruction.RunTimeoutSeconds));
        var start = time.GetTimestamp();
        var deadline = new CancellationTokenSource(limit, time);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, attempt.Stopped);
        // Taken now: a quick executor has ended, and its sources are gone, before anything below comes to its turn.
        var stopped = stop.Token;
        var context = new InstructionContext(attempt.Ref.TaskId, attempt.Ref.Attempt, time)
        {
            RunTimeout = limit,
            TimeUp = deadline.Token,
            Limits = prepared.Limits,
        };
        var run = Task.Run(() => prepared.Executor!.RunAsync(context, stopped), CancellationToken.None);
        var ended = EndAsync(run, deadline, stop);
        await WaitAsync(run, stopped);
        var duration = time.GetElapsedTime(start);
        var report = run.IsCompletedSuccessfully
            ? Judge(attempt, prepared.Redaction.Apply(await run))
            : Judge(attempt, prepared, run.Exception?.InnerException, deadline.IsCancellationRequested ? context : null, duration);
        if (!run.IsCompleted)
            LogWillNotStop(attempt.Ref.TaskId, attempt.Ref.Attempt, attempt.Instruction.Kind);
        return new(report, ended);
    }

    /// <summary>Waits until the executor has ended, or has been asked to and does not.</summary>
    private async Task WaitAsync(Task run, CancellationToken stopped)
    {
        await run.WaitAsync(stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!run.IsCompleted)
            await run.WaitAsync(StopTime, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // A result that came in just when the time was up is still the better answer.
    private TaskReport? Judge(ActiveAttempt attempt, TaskResult result) => attempt.Cause == StopCause.Disowned ? null : Report(
        attempt,
        result.Outcome switch
        {
            Outcome.Success => TaskState.Succeeded,
            Outcome.TimedOut => TaskState.TimedOut,
            _ => TaskState.Failed,
        },
        result);

    private TaskReport? Judge(
        ActiveAttempt attempt, PreparedAttempt prepared, Exception? fault, InstructionContext? late, TimeSpan duration)
    {
        if (attempt.Cause == StopCause.Disowned)
            return null;
        if (late is not null)
        {
            var doing = late.Doing.Length > 0 ? $" while {prepared.Redaction.Apply(late.Doing)}" : "";
            return Report(attempt, TaskState.TimedOut,
                Failure(Outcome.TimedOut, $"it did not end within its run time-out of {late.RunTimeout?.TotalSeconds:0} s{doing}", duration));
        }

        if (attempt.Cause == StopCause.Shutdown)
        {
            return prepared.IsRepeatable ? null : Report(attempt, TaskState.TimedOut,
                Failure(Outcome.Unknown, "the agent was stopped while this ran; what it did is not known", duration));
        }

        if (fault is DeniedException)
            return Report(attempt, TaskState.Failed, Failure(Outcome.Denied, prepared.Redaction.Apply(fault.Message), duration));
        // As text: what an exception says may hold what the executor was given.
        LogExecutorFault(attempt.Ref.TaskId, attempt.Ref.Attempt, attempt.Instruction.Kind, prepared.Redaction.Apply(fault?.ToString() ?? "it gave up"));
        return Report(attempt, TaskState.Failed, Failure(Outcome.ExecutorFailed, $"the executor failed: {prepared.Redaction.Apply(fault?.Message ?? "it gave up")}", duration));
    }

    private static TaskResult Failure(Outcome outcome, string message, TimeSpan duration) =>
        new() { Outcome = outcome, Message = message, DurationMs = duration.TotalMilliseconds };

    private static async Task EndAsync(Task run, CancellationTokenSource deadline, CancellationTokenSource stop)
    {
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        deadline.Dispose();
    }

    [LoggerMessage(1675, LogLevel.Error, "Task {TaskId}, attempt {Attempt}: the executor of '{Kind}' failed: {Fault}")]
    private partial void LogExecutorFault(string taskId, int attempt, string kind, string fault);

    [LoggerMessage(1676, LogLevel.Error, "Task {TaskId}, attempt {Attempt}: the executor of '{Kind}' does not end although it was stopped; its slot stays taken until it does")]
    private partial void LogWillNotStop(string taskId, int attempt, string kind);
}
