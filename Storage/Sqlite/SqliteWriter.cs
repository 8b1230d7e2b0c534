using Keeper.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Keeper.Storage.Sqlite;

/// <summary>
/// The only writer of the database: a thread that takes everything queued, commits it in one transaction, and only then
/// completes the callers. While one batch syncs to disk the next one gathers, so the load itself sets the batch size.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private static readonly SqlCommandText Probe = new(
        "INSERT INTO meta (name, value) VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

    private readonly AutoResetEvent _work = new(false);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PendingWrite> _batch = [];
    private readonly SqliteTransaction _transaction;
    private readonly TimeSpan _probeInterval;
    private readonly TimeProvider _time;
    private readonly WriterHealth _health;
    private readonly ILogger _logger;
    private volatile bool _stopping;

    public SqliteWriter(SqliteConnection connection, WriteLimits limits, TimeProvider time, WriterHealth health, ILogger logger)
    {
        _transaction = new SqliteTransaction(connection.Handle!);
        _probeInterval = limits.ProbeInterval;
        _time = time;
        _health = health;
        _logger = logger;
        Queue = new WriteQueue(limits, time, () => _work.Set());
        new Thread(Run) { IsBackground = true, Name = "keeper-sqlite-writer" }.Start();
    }

    public WriteQueue Queue { get; }

    /// <summary>Commits what is queued, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _work.Set();
        await _stopped.Task.WaitAsync(StopTimeout, _time);
        _transaction.Dispose();
        Queue.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            // An ill writer tries by itself: when nobody writes any more, nobody else would find out that it is well.
            if (!_work.WaitOne(_health.Current.IsHealthy ? Timeout.InfiniteTimeSpan : _probeInterval))
            {
                _batch.Add(new PendingWrite(SqlUnit.Single(Probe.With(_time.GetUtcNow()))));
                Commit();
            }

            CommitQueued();
        }

        Queue.Close();
        _stopped.SetResult();
    }

    private void CommitQueued()
    {
        for (Queue.Take(_batch); _batch.Count > 0; Queue.Take(_batch))
        {
            Commit();
        }
    }

    private void Commit()
    {
        try
        {
            _transaction.Commit(_batch);
            _health.Succeeded();
            foreach (var write in _batch)
            {
                write.Commit();
            }
        }
        catch (SqliteException fault)
        {
            Fail(fault);
        }
        catch (Exception fault) // The thread must live; whatever this is, it is in the log.
        {
            LogUnexpected(_logger, fault);
            Fail(fault);
        }
        finally
        {
            _batch.Clear();
        }
    }

    private void Fail(Exception fault)
    {
        _health.Failed(fault);
        foreach (var write in _batch)
        {
            write.Fail(new StoreUnavailableException("The store can't write now: " + fault.Message, fault));
        }
    }

    [LoggerMessage(1110, LogLevel.Error, "The writer met a fault that is not SQLite's. Its batch was not written.")]
    private static partial void LogUnexpected(ILogger logger, Exception fault);
}
