using System.Threading.Channels;
using Keeper.Storage.Leases;
using Keeper.Storage.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Keeper.Storage.PostgreSql;

/// <summary>
/// The group-committing writer on PostgreSQL. A batch that the server could not take is tried again until its time is
/// over, while what is queued behind it waits or times out.
/// </summary>
internal sealed partial class PostgreSqlWriter : IAsyncDisposable
{
    private static readonly SqlCommandText Probe = new(
        "INSERT INTO meta (name, value) VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<PendingWrite> _batch = [];
    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlTransaction _transaction;
    private readonly CommitMark _marks;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _probeInterval;
    private readonly TimeProvider _time;
    private readonly WriterHealth _health;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _run;

    public PostgreSqlWriter(
        NpgsqlDataSource source, Term? term, CommitMark marks, WriteLimits limits, TimeProvider time, WriterHealth health, ILogger logger)
    {
        _source = source;
        _marks = marks;
        _transaction = new PostgreSqlTransaction(source, term, marks);
        _timeout = limits.Timeout;
        _probeInterval = limits.ProbeInterval;
        _time = time;
        _health = health;
        _logger = logger;
        Queue = new WriteQueue(limits, time, () => _work.Writer.TryWrite(true));
        _run = Task.Run(RunAsync);
    }

    public WriteQueue Queue { get; }

    /// <summary>Commits what is queued, if the server takes it at once, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _work.Writer.TryComplete();
        await _run.WaitAsync(_timeout, _time);
        _stopping.Dispose();
        Queue.Dispose();
    }

    private async Task RunAsync()
    {
        do
        {
            for (Queue.Take(_batch); _batch.Count > 0; Queue.Take(_batch))
            {
                await CommitAsync();
            }
        }
        while (await WaitForWorkAsync());
        Queue.Close();
    }

    /// <returns>Whether to go on.</returns>
    private async Task<bool> WaitForWorkAsync()
    {
        var work = _work.Reader.WaitToReadAsync().AsTask();
        while (!_health.Current.IsHealthy && !_stopping.IsCancellationRequested)
        {
            try
            {
                await work.WaitAsync(_probeInterval, _time);
                break;
            }
            catch (TimeoutException)
            {
                // Nobody writes: find out by itself whether the server is back.
                _batch.Add(new PendingWrite(SqlUnit.Single(Probe.With(_time.GetUtcNow().ToString("O")))));
                await CommitAsync();
            }
        }

        var more = await work;
        _work.Reader.TryRead(out _);
        return more;
    }

    private async Task CommitAsync()
    {
        try
        {
            await Backoff.RunAsync(TryCommitAsync, MayRetry, _timeout, _time, _stopping.Token);
            _health.Succeeded();
            _batch.ForEach(write => write.Commit());
        }
        catch (StoreNotActiveException fault)
        {
            _health.Failed(fault);
            Fail(fault);
        }
        catch (CommitUnknownException fault)
        {
            _health.Failed(fault);
            LogUnknown(_logger, fault, _batch.Count);
            Fail(new StoreOutcomeUnknownException("The database was lost while it committed: " + fault.Message, fault));
        }
        catch (Exception fault)
        {
            _health.Failed(fault);
            LogRefused(_logger, fault, _batch.Count);
            Fail(new StoreUnavailableException("The store can't write now: " + fault.Message, fault));
        }
        finally
        {
            _batch.Clear();
        }
    }

    private async Task<bool> TryCommitAsync()
    {
        try
        {
            await _transaction.CommitAsync(_batch, CancellationToken.None); // Commands have a time-out of their own.
            return true;
        }
        catch (CommitUnknownException unknown)
        {
            return await Backoff.RunAsync(
                () => WasCommittedAsync(unknown), PostgreSqlFault.IsTransient, _timeout, _time, _stopping.Token)
                ? true
                : throw new TimeoutException("The connection broke before the commit.", unknown);
        }
    }

    private async Task<bool> WasCommittedAsync(CommitUnknownException unknown)
    {
        await using var connection = await _source.OpenConnectionAsync(_stopping.Token);
        return await _marks.IsThereAsync(connection, unknown.Mark, _stopping.Token) ?? throw unknown;
    }

    private bool MayRetry(Exception fault)
    {
        var may = PostgreSqlFault.IsTransient(fault);
        if (may)
        {
            _health.Failed(fault);
        }

        return may;
    }

    private void Fail(Exception fault) => _batch.ForEach(write => write.Fail(fault));

    [LoggerMessage(1120, LogLevel.Error, "{Writes} writes were refused.")]
    private static partial void LogRefused(ILogger logger, Exception fault, int writes);

    [LoggerMessage(1121, LogLevel.Error, "Whether {Writes} writes have been committed could not be found out.")]
    private static partial void LogUnknown(ILogger logger, Exception fault, int writes);
}
