using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keeper.Storage.Sqlite;

/// <summary>
/// A bounded set of read-only connections beside the writer. SQLite reads on the calling thread, so a query runs on the
/// thread pool and not in a grain's turn, and is interrupted when its caller gives up or its time is over.
/// </summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open, int count, TimeSpan timeout, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>In instructions of SQLite's machine: some tens of microseconds.</summary>
    private const int StepsBetweenLooks = 1_000;

    private readonly SemaphoreSlim _slots = new(count);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await _slots.WaitAsync(either.Token);
            try
            {
                return await Task.Run<IReadOnlyList<T>>(() => Query<T>(sql, parameters, either.Token), either.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception fault) when (either.IsCancellationRequested && IsInterruption(fault))
        {
            cancellation.ThrowIfCancellationRequested();
            throw new StoreUnavailableException($"The query took longer than {timeout.TotalSeconds:0.#} s.", fault);
        }
        catch (SqliteException fault)
        {
            throw new StoreUnavailableException("The store can't be read now: " + fault.Message, fault);
        }
    }

    /// <summary>Waits for the queries that run (each has a deadline), then closes their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var taken = 0; taken < count; taken++)
        {
            await _slots.WaitAsync(timeout);
        }

        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _slots.Dispose();
    }

    private static bool IsInterruption(Exception fault) =>
        fault is OperationCanceledException or SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    private List<T> Query<T>(string sql, object? parameters, CancellationToken cancellation)
    {
        var connection = _idle.TryTake(out var idle) ? idle : open();
        try
        {
            // Not sqlite3_interrupt: one that comes just before the query begins is forgotten.
            raw.sqlite3_progress_handler(
                connection.Handle, StepsBetweenLooks, static state => ((CancellationToken)state).IsCancellationRequested ? 1 : 0, cancellation);
            return connection.Query<T>(sql, parameters).AsList();
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
            _idle.Add(connection);
        }
    }
}
