using Keeper.Agent.Files;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Reports;

/// <summary>One line of the outbox file: a report to keep, or attempts whose reports are settled.</summary>
internal sealed record OutboxEntry(TaskReport? Put = null, IReadOnlyList<AttemptRef>? Done = null);

/// <summary>Terminal reports, on disk until the platform has settled them: they survive a kill -9.</summary>
internal sealed partial class ReportOutbox : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AttemptRef, PendingReport> _reports;
    private readonly ILogger _logger;
    private readonly int _maxReports;
    private readonly long _maxBytes;
    private readonly RecordLog<OutboxEntry> _log;
    private long _bytes;

    private ReportOutbox(string path, RecordFile<OutboxEntry> file, AgentOptions options, ILogger logger, IDisk? disk)
    {
        _logger = logger;
        _maxReports = options.MaxOutboxReports;
        _maxBytes = options.MaxOutboxBytes;
        _reports = Replay(file.Records);
        _bytes = _reports.Values.Sum(r => (long)r.Size);
        _log = new RecordLog<OutboxEntry>(path, AgentJson.Default.OutboxEntry, file.Length, Live, logger, disk);
    }

    public static async Task<ReportOutbox> OpenAsync(
        AgentOptions options, ILogger<ReportOutbox> logger, CancellationToken ct, IDisk? disk = null)
    {
        var path = Path.Combine(options.DataFolder, "outbox.log");
        var file = await RecordReader.ReadAsync(path, AgentJson.Default.OutboxEntry, ct);
        var outbox = new ReportOutbox(path, file, options, logger, disk);
        if (file.Damaged > 0)
            outbox.LogDamaged(path, file.Damaged);
        if (file.TornBytes > 0)
            outbox.LogTorn(path, file.TornBytes);
        if (outbox._reports.Count > 0)
            outbox.LogFound(outbox._reports.Count);
        return outbox;
    }

    /// <summary>Reports that wait, in no particular order.</summary>
    public IReadOnlyList<PendingReport> Reports
    {
        get
        {
            lock (_lock)
                return [.. _reports.Values];
        }
    }

    /// <summary>What keeps the outbox from being written; results are in memory only meanwhile.</summary>
    public string? Fault => _log.Fault;

    public int Count
    {
        get
        {
            lock (_lock)
                return _reports.Count;
        }
    }

    /// <summary>Whether the agent must not take more work before some of this is settled.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _reports.Count >= _maxReports || _bytes >= _maxBytes;
        }
    }

    public bool Contains(AttemptRef attempt)
    {
        lock (_lock)
            return _reports.ContainsKey(attempt);
    }

    /// <summary>
    /// Completes when the report is on disk. If the disk fails it is kept in memory only: a result that may be lost with
    /// the process is better than one that is lost for certain.
    /// </summary>
    public async Task<PendingReport> AddAsync(TaskReport report)
    {
        var pending = PendingReport.Of(report);
        lock (_lock)
        {
            _reports[pending.Attempt] = pending;
            _bytes += pending.Size;
        }

        try
        {
            await _log.AppendAsync([new OutboxEntry(Put: report)], CancellationToken.None);
        }
        catch (IOException e)
        {
            LogInMemoryOnly(report.TaskId, report.Attempt, e);
        }

        return pending;
    }

    /// <summary>Forgets settled reports. Not awaited: one that comes back after a crash is sent and settled again.</summary>
    public void Remove(IReadOnlyList<AttemptRef> settled)
    {
        lock (_lock)
        {
            foreach (var attempt in settled)
            {
                if (_reports.Remove(attempt, out var pending))
                    _bytes -= pending.Size;
            }
        }

        _log.Post(new OutboxEntry(Done: settled));
    }

    /// <summary>After a fault, sees whether it can be written again.</summary>
    public void Probe() => _log.Probe();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private static Dictionary<AttemptRef, PendingReport> Replay(List<OutboxEntry> entries)
    {
        var reports = new Dictionary<AttemptRef, PendingReport>();
        foreach (var entry in entries)
        {
            if (entry.Put is { } report)
                reports[new AttemptRef(report.TaskId, report.Attempt)] = PendingReport.Of(report);
            foreach (var attempt in entry.Done ?? [])
                reports.Remove(attempt);
        }

        return reports;
    }

    private List<OutboxEntry> Live()
    {
        lock (_lock)
            return [.. _reports.Values.Select(r => new OutboxEntry(Put: r.Report))];
    }

    [LoggerMessage(1640, LogLevel.Warning, "'{Path}': {Count} damaged records were skipped; the results that they held are lost")]
    private partial void LogDamaged(string path, int count);

    [LoggerMessage(1641, LogLevel.Information, "'{Path}': {Bytes} bytes of a record that a crash interrupted were dropped")]
    private partial void LogTorn(string path, long bytes);

    [LoggerMessage(1642, LogLevel.Information, "{Count} reports of an earlier run wait to be sent")]
    private partial void LogFound(int count);

    [LoggerMessage(1643, LogLevel.Error, "The report of task {TaskId}, attempt {Attempt}, is in memory only and is lost if this process ends before it is sent")]
    private partial void LogInMemoryOnly(string taskId, int attempt, Exception e);
}
