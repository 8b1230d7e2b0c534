using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Keeper.Storage.Sql;

/// <summary>Brings a schema up to date inside the caller's transaction: all of it or nothing.</summary>
internal static class Migrator
{
    private const string SchemaKey = "schema";
    private const string IncarnationKey = "incarnation";

    /// <returns>The incarnation, made now if this is a new database, and the numbers of the migrations applied.</returns>
    /// <exception cref="StoreUnavailableException">A newer program has been here.</exception>
    public static async Task<(string Incarnation, IReadOnlyList<int> Applied)> ApplyAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)");
        var found = await ReadAsync(SchemaKey);
        var version = found is null ? 0 : int.Parse(found, CultureInfo.InvariantCulture);
        var newest = migrations[^1].Number;
        if (version > newest)
        {
            throw new StoreUnavailableException(
                $"The database has schema version {version}; this program knows versions up to {newest}. " +
                "Start the program that wrote it, or a newer one.");
        }

        var missing = migrations.Where(migration => migration.Number > version).ToList();
        foreach (var migration in missing)
        {
            await ExecuteAsync(migration.Script);
        }

        await PutAsync(SchemaKey, newest.ToString(CultureInfo.InvariantCulture));
        var incarnation = await ReadAsync(IncarnationKey);
        if (incarnation is null)
        {
            incarnation = Guid.NewGuid().ToString("N");
            await PutAsync(IncarnationKey, incarnation);
        }

        return (incarnation, [.. missing.Select(migration => migration.Number)]);

        Task ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation));

        Task<string?> ReadAsync(string name) => connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "SELECT value FROM meta WHERE name = @name", new { name }, transaction, cancellationToken: cancellation));

        Task PutAsync(string name, string value) => ExecuteAsync(
            "INSERT INTO meta (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { name, value });
    }
}
