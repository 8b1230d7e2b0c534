using System.Data.Common;
using Keeper.Storage.Sql;

namespace Keeper.Storage.Backup;

/// <summary>A database that a backup is restored into, which no silo may use meanwhile.</summary>
internal abstract class RestoreTarget : IAsyncDisposable
{
    /// <summary>The open connection.</summary>
    public abstract DbConnection Connection { get; }

    public abstract SqlDialect Dialect { get; }

    /// <summary>Which of Keeper's tables are there.</summary>
    public abstract string TablesQuery { get; }

    /// <summary>Begins the one transaction of the restore and makes sure that nobody else is at work.</summary>
    /// <exception cref="StoreUnavailableException">A silo uses the database.</exception>
    public abstract Task<DbTransaction> BeginAsync(CancellationToken cancellation);

    /// <summary>Removes what dropping the tables leaves behind; called with the tables still there.</summary>
    /// <returns>What to run after they are gone.</returns>
    public abstract Task<IReadOnlyList<string>> LeftoversAsync(DbTransaction transaction, CancellationToken cancellation);

    /// <summary>Takes over what has to outlive the data that went; called with the new tables there.</summary>
    public abstract Task FinishAsync(DbTransaction transaction, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}
