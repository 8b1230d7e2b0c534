using System.Collections.Concurrent;
using Keeper.Agent.Polling;
using Keeper.Agent.Reports;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Instructions;

/// <summary>
/// Takes instructions and sees each attempt through to its report: journal, RUNNING, executor, outbox. An attempt runs
/// at most once on this agent, whatever is handed over again and whatever crashes.
/// </summary>
internal sealed partial class InstructionRunner(
    int capacity, AttemptJournal journal, ReportOutbox outbox, ReportQueue reports, AttemptExecution execution,
    Signal wake, TimeProvider time, ILogger<InstructionRunner> logger)
{
    private readonly ConcurrentDictionary<AttemptRef, ActiveAttempt> _active = new();

    /// <summary>What is wrong with the agent's disk; <see langword="null"/> when it can be written.</summary>
    public string? DiskFault => journal.Fault ?? outbox.Fault;

    /// <summary>How many more instructions may be taken now. A full outbox stops new work, and so does a disk that fails.</summary>
    public int Free => outbox.IsFull || DiskFault is not null ? 0 : Math.Max(0, capacity - _active.Count);

    /// <summary>Every attempt that this agent has: active, or ended and not settled.</summary>
    public IReadOnlyList<AttemptRef> Attempts()
    {
        // In this order: an attempt that ends meanwhile is seen in both places, never in neither.
        var attempts = _active.Keys.ToHashSet();
        attempts.UnionWith(outbox.Reports.Select(r => r.Attempt));
        return [.. attempts];
    }

    /// <summary>Sees whether a disk that failed can be written again; no work comes that would find it out.</summary>
    public void ProbeDisk()
    {
        journal.Probe();
        outbox.Probe();
    }

    /// <summary>Takes what is new of a hand-over and starts it in the background.</summary>
    /// <param name="instructions">The hand-over.</param>
    /// <param name="incarnation">The platform's incarnation that it came from.</param>
    /// <returns>How many were new.</returns>
    public int Accept(IReadOnlyList<Instruction> instructions, string? incarnation)
    {
        var accepted = new List<ActiveAttempt>();
        foreach (var instruction in instructions)
        {
            var attempt = new ActiveAttempt(instruction, incarnation);
            if (IsNew(attempt.Ref, incarnation) && _active.TryAdd(attempt.Ref, attempt))
                accepted.Add(attempt);
            else
                attempt.Dispose();
        }

        if (accepted.Count > 0)
            _ = Task.Run(() => StartAsync(accepted, incarnation));
        return accepted.Count;
    }

    /// <summary>Stops whatever attempt of a task is active, without a report.</summary>
    public void Cancel(string taskId)
    {
        foreach (var attempt in _active.Values.Where(a => a.Instruction.TaskId == taskId))
        {
            LogCancelled(taskId, attempt.Ref.Attempt);
            attempt.Stop(StopCause.Disowned);
        }
    }

    /// <summary>The platform does not want this attempt any more.</summary>
    public void Disown(AttemptRef attempt)
    {
        if (_active.TryGetValue(attempt, out var active))
            active.Stop(StopCause.Disowned);
    }

    /// <summary>The platform was restored: what an earlier incarnation handed over it does not know, and nobody waits for.</summary>
    public void DisownFormer(string incarnation)
    {
        foreach (var attempt in _active.Values.Where(a => a.Incarnation is { } former && former != incarnation))
            attempt.Stop(StopCause.Disowned);
    }

    /// <summary>Lets active attempts end by themselves for a while, then stops them.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        if (await EndedWithinAsync(grace))
            return;
        LogStopping(_active.Count);
        foreach (var attempt in _active.Values)
            attempt.Stop(StopCause.Shutdown);
        if (!await EndedWithinAsync(AttemptExecution.StopTime + TimeSpan.FromSeconds(1)))
            LogStuck(_active.Count);
    }

    private async Task<bool> EndedWithinAsync(TimeSpan limit)
    {
        var start = time.GetTimestamp();
        while (!_active.IsEmpty)
        {
            var left = limit - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !await wake.WaitAsync(left, time, CancellationToken.None))
                return _active.IsEmpty;
        }

        return true;
    }

    private bool IsNew(AttemptRef attempt, string? incarnation)
    {
        if (_active.Count >= capacity)
        {
            LogOverCapacity(attempt.TaskId, capacity);
            return false;
        }

        if (_active.ContainsKey(attempt) || outbox.Contains(attempt))
            return false;
        if (!journal.HasSeen(attempt.TaskId, attempt.Attempt, incarnation))
            return true;
        LogSeenBefore(attempt.TaskId, attempt.Attempt);
        return false;
    }

    private async Task StartAsync(List<ActiveAttempt> attempts, string? incarnation)
    {
        TaskResult? failure = null;
        try
        {
            await journal.RecordAsync(attempts.Select(a => a.Ref), incarnation, CancellationToken.None);
        }
        catch (IOException e)
        {
            // Without a journal it could run twice after a crash; an honest failure is the better answer.
            failure = new TaskResult { Outcome = Outcome.ExecutorFailed, Message = $"the agent cannot write its journal: {e.Message}" };
        }

        foreach (var attempt in attempts)
            _ = Task.Run(() => SeeThroughAsync(attempt, failure));
    }

    private async Task SeeThroughAsync(ActiveAttempt attempt, TaskResult? failure)
    {
        try
        {
            var ended = failure is null ? await RunAsync(attempt) : execution.Fail(attempt, failure);
            var pending = ended.Report is null ? null : await outbox.AddAsync(ended.Report);
            // The slot is free before the report wakes the poll, so that one poll carries both news.
            if (ended.Executor.IsCompleted)
                _active.TryRemove(attempt.Ref, out _);
            if (pending is not null)
                reports.Add(pending);
            await ended.Executor;
        }
        catch (Exception e)
        {
            LogFault(attempt.Ref.TaskId, attempt.Ref.Attempt, e);
        }
        finally
        {
            _active.TryRemove(attempt.Ref, out _);
            wake.Set();
            attempt.Dispose();
        }
    }

    /// <summary>A fault of the agent's own must not swallow the attempt: without a report the platform would wait in vain.</summary>
    private async Task<EndedAttempt> RunAsync(ActiveAttempt attempt)
    {
        try
        {
            return await execution.RunAsync(attempt);
        }
        catch (Exception e)
        {
            LogFault(attempt.Ref.TaskId, attempt.Ref.Attempt, e);
            return execution.Fail(attempt, new TaskResult
            {
                Outcome = Outcome.ExecutorFailed,
                Message = $"the agent failed while it ran this ({e.GetType().Name}); its log says more",
            });
        }
    }

    [LoggerMessage(1665, LogLevel.Information, "Task {TaskId}, attempt {Attempt}, is cancelled")]
    private partial void LogCancelled(string taskId, int attempt);

    [LoggerMessage(1666, LogLevel.Warning, "Task {TaskId} was handed over although all {Capacity} slots are taken; it is left to be handed over again")]
    private partial void LogOverCapacity(string taskId, int capacity);

    [LoggerMessage(1667, LogLevel.Warning, "Task {TaskId}, attempt {Attempt}, was begun before a crash or has been settled; it does not run again")]
    private partial void LogSeenBefore(string taskId, int attempt);

    [LoggerMessage(1668, LogLevel.Warning, "{Count} instructions did not end in time and are stopped")]
    private partial void LogStopping(int count);

    [LoggerMessage(1669, LogLevel.Error, "{Count} instructions do not react to being stopped; the process ends without them")]
    private partial void LogStuck(int count);

    [LoggerMessage(1670, LogLevel.Error, "Task {TaskId}, attempt {Attempt}, failed inside the agent")]
    private partial void LogFault(string taskId, int attempt, Exception e);
}
