using System.Data.Common;
using Keeper.Storage.Sql;

namespace Keeper.Storage.Tests.Sqlite;

internal sealed record RecordedQuery(string Sql, object? Parameters);

/// <summary>Passes everything on and remembers the queries.</summary>
internal sealed class RecordingDatabase(ISqlDatabase inner, List<RecordedQuery> queries) : ISqlDatabase
{
    public SqlDialect Dialect => inner.Dialect;

    public StoreHealth Health => inner.Health;

    public Task<string> OpenAsync(CancellationToken cancellation) => inner.OpenAsync(cancellation);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation)
    {
        queries.Add(new RecordedQuery(sql, parameters));
        return inner.QueryAsync<T>(sql, parameters, cancellation);
    }

    public Task ReadSnapshotAsync(Func<DbConnection, DbTransaction, Task> read, CancellationToken cancellation) =>
        inner.ReadSnapshotAsync(read, cancellation);

    public Task<int[]> WriteAsync(SqlUnit unit, CancellationToken cancellation) => inner.WriteAsync(unit, cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
