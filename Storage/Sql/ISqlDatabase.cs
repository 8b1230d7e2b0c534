using System.Data.Common;

namespace Keeper.Storage.Sql;

/// <summary>
/// A relational database as the feature stores see it: queries beside one group-committing writer. SQLite and
/// PostgreSQL each implement it once; the feature stores are written once, above it.
/// </summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>What this database writes differently.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Whether writes succeed.</summary>
    StoreHealth Health { get; }

    /// <summary>Opens it and brings its schema up to date.</summary>
    /// <returns>The incarnation.</returns>
    Task<string> OpenAsync(CancellationToken cancellation);

    /// <summary>Runs a query (parameters <c>@name</c>). It sees every write that has completed.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation);

    /// <summary>Reads one state of the data through a transaction of its own, beside the writer, as long as it takes.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    Task ReadSnapshotAsync(Func<DbConnection, DbTransaction, Task> read, CancellationToken cancellation);

    /// <summary>
    /// Commits a unit. Cancellation takes it back while it is queued; once it has joined a transaction the task
    /// completes with what became of it.
    /// </summary>
    /// <returns>Rows affected by each statement; all 0 when an atomic unit did nothing.</returns>
    /// <exception cref="StoreUnavailableException">Nothing of it was written.</exception>
    /// <exception cref="StoreRejectedException">
    /// The database refused a statement, for example by a constraint; other independent statements of the unit stand.
    /// </exception>
    Task<int[]> WriteAsync(SqlUnit unit, CancellationToken cancellation);
}
