namespace Keeper.Storage.Sql;

/// <summary>The two shapes that most calls have.</summary>
internal static class SqlDatabaseExtensions
{
    /// <summary>Commits one statement.</summary>
    /// <returns>Whether it affected a row.</returns>
    public static async Task<bool> MakeAsync(
        this ISqlDatabase database, SqlStatement statement, CancellationToken cancellation) =>
        (await database.WriteAsync(SqlUnit.Single(statement), cancellation))[0] > 0;

    /// <summary>The first row, if there is any.</summary>
    public static async Task<T?> FirstAsync<T>(
        this ISqlDatabase database, string sql, object? parameters, CancellationToken cancellation)
        where T : class
    {
        var rows = await database.QueryAsync<T>(sql, parameters, cancellation);
        return rows.Count > 0 ? rows[0] : null;
    }
}
