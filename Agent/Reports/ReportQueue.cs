using Keeper.Agent.Polling;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Reports;

/// <summary>
/// Reports on their way: waiting to be put into a request, or in one that is not answered yet. RUNNING always goes before
/// the end of the same attempt because both stand in one line.
/// </summary>
internal sealed partial class ReportQueue(ReportOutbox outbox, Signal wake, ILogger<ReportQueue> logger)
{
    public const int MaxBatch = 500;

    /// <summary>Half of what the gateway takes, which leaves room for the rest of a poll.</summary>
    private const int MaxBatchBytes = 2 << 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<PendingReport> _waiting = new();
    private int _limit = MaxBatch;
    private int _urgent;
    private volatile string? _incarnation;

    /// <summary>Raised by every report, for the sender.</summary>
    public Signal Arrived { get; } = new();

    /// <summary>Called with each attempt whose RUNNING the platform refused: it is not this agent's any more.</summary>
    public Action<AttemptRef, string>? Disowned { get; set; }

    /// <summary>
    /// Whether batches are being taken as they are. After a rejected one they go in smaller parts and apart from polls,
    /// until the report that is to blame is found.
    /// </summary>
    public bool IsHealthy
    {
        get
        {
            lock (_lock)
                return _limit == MaxBatch;
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _waiting.Count == 0;
        }
    }

    /// <summary>Whether something waits that should go at once, not with the next best request.</summary>
    public bool IsUrgent
    {
        get
        {
            lock (_lock)
                return _urgent > 0;
        }
    }

    public void Add(PendingReport report)
    {
        if (IsFormer(report))
        {
            report.Taken?.TrySetResult(false);
            outbox.Remove([report.Attempt]);
            return;
        }

        lock (_lock)
        {
            _waiting.AddLast(report);
            _urgent += Urgency(report);
        }

        Arrived.Set();
        // A poll loop that idles because every slot is taken carries what cannot wait.
        if (Urgency(report) > 0)
            wake.Set();
    }

    /// <summary>The oldest reports, as many as one request may carry; they are back after <see cref="Return"/>.</summary>
    public IReadOnlyList<PendingReport> Take()
    {
        lock (_lock)
        {
            var batch = new List<PendingReport>(Math.Min(_limit, _waiting.Count));
            for (var bytes = 0; batch.Count < _limit && _waiting.First is { } first; batch.Add(first.Value))
            {
                bytes += first.Value.Size;
                if (bytes > MaxBatchBytes && batch.Count > 0)
                    break;
                _waiting.RemoveFirst();
                _urgent -= Urgency(first.Value);
            }

            return batch;
        }
    }

    /// <summary>
    /// The platform was restored and has this incarnation now: reports of attempts that an earlier one handed out mean
    /// nothing to it. Some may bear the number of an attempt that is handed out anew, hence they go before any of that.
    /// </summary>
    /// <returns>How many results were dropped.</returns>
    public int DropFormer(string incarnation)
    {
        _incarnation = incarnation;
        lock (_lock)
        {
            foreach (var report in _waiting.Where(IsFormer).ToList())
            {
                _waiting.Remove(report);
                _urgent -= Urgency(report);
                report.Taken?.TrySetResult(false);
            }
        }

        // The outbox knows also those that are in a request now.
        List<AttemptRef> dropped = [.. outbox.Reports.Where(IsFormer).Select(r => r.Attempt)];
        if (dropped.Count > 0)
            outbox.Remove(dropped);
        return dropped.Count;
    }

    /// <summary>The request was not answered: the same reports go again, before younger ones.</summary>
    public void Return(IReadOnlyList<PendingReport> batch)
    {
        lock (_lock)
        {
            for (var i = batch.Count - 1; i >= 0; i--)
            {
                if (IsFormer(batch[i]))
                    continue;
                _waiting.AddFirst(batch[i]);
                _urgent += Urgency(batch[i]);
            }
        }

        if (batch.Count > 0)
            Arrived.Set();
    }

    /// <summary>The gateway does not take the batch: try with half, and give up on a single report that it never takes.</summary>
    public void Reject(IReadOnlyList<PendingReport> batch, string reason)
    {
        if (batch.Count == 1)
        {
            var poisoned = batch[0];
            LogPoisoned(poisoned.Report.TaskId, poisoned.Report.Attempt, poisoned.Report.State, reason);
            Settle(batch, [], [new RefusedReport(poisoned.Report.TaskId, poisoned.Report.Attempt, reason)]);
            return;
        }

        lock (_lock)
            _limit = Math.Max(1, batch.Count / 2);
        LogSplit(batch.Count, reason);
        Return(batch);
    }

    /// <summary>
    /// The request was answered. An answer names attempts, not reports: what it says holds for every report of the attempt
    /// in this very request. A report that it does not name goes again.
    /// </summary>
    /// <returns>How many were not named.</returns>
    public int Settle(IReadOnlyList<PendingReport> batch, IReadOnlyList<AttemptRef> accepted, IReadOnlyList<RefusedReport> refused)
    {
        if (batch.Count == 0)
            return 0;
        var taken = accepted.ToHashSet();
        var reasons = refused.GroupBy(r => new AttemptRef(r.TaskId, r.Attempt)).ToDictionary(g => g.Key, g => g.First().Reason);
        List<PendingReport> unnamed = [];
        List<AttemptRef> ended = [];
        foreach (var report in batch)
        {
            if (taken.Contains(report.Attempt))
                report.Taken?.TrySetResult(true);
            else if (reasons.TryGetValue(report.Attempt, out var reason))
                Refuse(report, reason);
            else
                unnamed.Add(report);
            if (report.IsTerminal && !IsFormer(report) && (taken.Contains(report.Attempt) || reasons.ContainsKey(report.Attempt)))
                ended.Add(report.Attempt);
        }

        if (ended.Count > 0)
            outbox.Remove(ended);
        lock (_lock)
            _limit = Math.Min(MaxBatch, _limit * 2);
        if (unnamed.Count > 0)
            LogUnnamed(unnamed.Count);
        Return(unnamed);
        return unnamed.Count;
    }

    private bool IsFormer(PendingReport report) =>
        report.Report.Incarnation is { } of && _incarnation is { } now && !string.Equals(of, now, StringComparison.Ordinal);

    private static int Urgency(PendingReport report) => report.IsTerminal || report.Taken is not null ? 1 : 0;

    private void Refuse(PendingReport report, string reason)
    {
        report.Taken?.TrySetResult(false);
        LogRefused(report.Report.TaskId, report.Report.Attempt, report.Report.State, reason);
        if (!report.IsTerminal)
            Disowned?.Invoke(report.Attempt, reason);
    }

    [LoggerMessage(1650, LogLevel.Error, "The gateway rejects the report of task {TaskId}, attempt {Attempt}, {State}; it is dropped: {Reason}")]
    private partial void LogPoisoned(string taskId, int attempt, TaskState state, string reason);

    [LoggerMessage(1651, LogLevel.Warning, "The gateway rejects a batch of {Count} reports; they go in smaller parts: {Reason}")]
    private partial void LogSplit(int count, string reason);

    [LoggerMessage(1652, LogLevel.Warning, "The report of task {TaskId}, attempt {Attempt}, {State}, was refused: {Reason}")]
    private partial void LogRefused(string taskId, int attempt, TaskState state, string reason);

    [LoggerMessage(1653, LogLevel.Warning, "The gateway's answer leaves {Count} reports out; they go again")]
    private partial void LogUnnamed(int count);
}
