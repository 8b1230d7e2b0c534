using Keeper.Agent.Files;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Instructions;

/// <summary>An attempt that this agent has started, or was about to.</summary>
internal sealed record JournalEntry(string TaskId, int Attempt, DateTimeOffset At, string? Incarnation = null);

/// <summary>
/// Remembers on disk which attempts were begun, so that a hand-over that is repeated, also across a crash, is not run
/// twice. The newest are kept, by number and not by age: the platform repeats a hand-over within seconds, but a wall clock
/// that is set ahead makes seconds look like days, and one that was set back keeps records young for ever.
/// </summary>
internal sealed partial class AttemptJournal : IAsyncDisposable
{
    public const int DefaultMaxEntries = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JournalEntry> _newest = new(StringComparer.Ordinal);
    private readonly Queue<JournalEntry> _inOrder = new();
    private readonly int _maxEntries;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecordLog<JournalEntry> _log;

    private AttemptJournal(
        string path, RecordFile<JournalEntry> file, int maxEntries, TimeProvider time, ILogger logger, IDisk? disk)
    {
        _maxEntries = maxEntries;
        _time = time;
        _logger = logger;
        foreach (var entry in file.Records)
            Remember(entry);
        _log = new RecordLog<JournalEntry>(path, AgentJson.Default.JournalEntry, file.Length, Live, logger, disk);
    }

    public static async Task<AttemptJournal> OpenAsync(
        string folder, TimeProvider time, ILogger<AttemptJournal> logger, CancellationToken ct, int maxEntries = DefaultMaxEntries,
        IDisk? disk = null)
    {
        var path = Path.Combine(folder, "attempts.log");
        var file = await RecordReader.ReadAsync(path, AgentJson.Default.JournalEntry, ct);
        var journal = new AttemptJournal(path, file, maxEntries, time, logger, disk);
        if (file.Damaged > 0)
            journal.LogDamaged(path, file.Damaged);
        if (file.TornBytes > 0)
            journal.LogTorn(path, file.TornBytes);
        return journal;
    }

    /// <summary>What keeps the journal from being written; nothing may be started meanwhile.</summary>
    public string? Fault => _log.Fault;

    public int Count
    {
        get
        {
            lock (_lock)
                return _newest.Count;
        }
    }

    /// <summary>
    /// Whether this attempt, or a later one of its task, was begun before. A restored platform has a new incarnation and
    /// hands out again what the old one may have seen through: that is another attempt, whatever its number.
    /// </summary>
    public bool HasSeen(string taskId, int attempt, string? incarnation)
    {
        lock (_lock)
            return _newest.TryGetValue(taskId, out var entry)
                && entry.Attempt >= attempt && entry.Incarnation == incarnation;
    }

    /// <summary>Completes when the attempts are on disk; nothing may be started before.</summary>
    /// <exception cref="IOException">They are not on disk, and are forgotten again.</exception>
    public async Task RecordAsync(IEnumerable<AttemptRef> attempts, string? incarnation, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var entries = attempts.Select(a => new JournalEntry(a.TaskId, a.Attempt, now, incarnation)).ToList();
        lock (_lock)
            entries.ForEach(Remember);
        try
        {
            await _log.AppendAsync(entries, ct);
        }
        catch (IOException)
        {
            lock (_lock)
                entries.ForEach(e => _newest.Remove(e.TaskId));
            throw;
        }
    }

    /// <summary>After a fault, sees whether it can be written again.</summary>
    public void Probe() => _log.Probe();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private void Remember(JournalEntry entry)
    {
        _newest[entry.TaskId] = entry;
        _inOrder.Enqueue(entry);
        while (_inOrder.Count > _maxEntries)
        {
            var first = _inOrder.Dequeue();
            if (_newest.TryGetValue(first.TaskId, out var known) && ReferenceEquals(known, first))
                _newest.Remove(first.TaskId);
        }
    }

    private List<JournalEntry> Live()
    {
        lock (_lock)
            return [.. _inOrder.Where(e => _newest.TryGetValue(e.TaskId, out var known) && ReferenceEquals(known, e))];
    }

    [LoggerMessage(1660, LogLevel.Warning, "'{Path}': {Count} damaged records were skipped; what they stood for may run twice")]
    private partial void LogDamaged(string path, int count);

    [LoggerMessage(1661, LogLevel.Information, "'{Path}': {Bytes} bytes of a record that a crash interrupted were dropped")]
    private partial void LogTorn(string path, long bytes);
}
