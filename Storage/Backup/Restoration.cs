using System.Data.Common;
using Dapper;
using Keeper.Storage.Sql;

namespace Keeper.Storage.Backup;

/// <summary>
/// Fills a database from a backup in one transaction: what was there goes, the schema of the backup is made, its rows are
/// put in, and the schema is brought up to date. Either all of it happened or nothing.
/// </summary>
internal sealed class Restoration(RestoreTarget target, Stream file)
{
    public async Task<RestoreSummary> RunAsync(BackupHeader header, bool force, CancellationToken cancellation)
    {
        var migrations = Migration.Of(target.Dialect);
        await using var transaction = await target.BeginAsync(cancellation);
        await ClearAsync(transaction, force, cancellation);
        await MigrateAsync([.. migrations.Where(m => m.Number <= header.Schema)]);
        var rows = await FillAsync(transaction, cancellation);
        var incarnation = await MigrateAsync(migrations);
        await target.FinishAsync(transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return new RestoreSummary(header.CreatedAt, header.Incarnation, incarnation, rows);

        // A database without its own notes gets a new incarnation.
        async Task<string> MigrateAsync(IReadOnlyList<Migration> steps) =>
            (await Migrator.ApplyAsync(target.Connection, transaction, steps, cancellation)).Incarnation;
    }

    private async Task ClearAsync(DbTransaction transaction, bool force, CancellationToken cancellation)
    {
        var there = (await target.Connection.QueryAsync<string>(Command(target.TablesQuery))).ToHashSet(StringComparer.Ordinal);
        foreach (var table in BackupTables.Kept.Where(there.Contains))
        {
            if (!force && await target.Connection.ExecuteScalarAsync<long>(Command($"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1) AS t")) > 0)
            {
                throw new BackupFaultException("The database is not empty. With --force everything in it is replaced by the backup.");
            }
        }

        var leftovers = await target.LeftoversAsync(transaction, cancellation);
        var tables = BackupTables.Kept.Reverse().Concat(BackupTables.Left).Where(there.Contains).Select(table => "DROP TABLE " + table);
        foreach (var drop in tables.Concat(leftovers).ToList())
        {
            await target.Connection.ExecuteAsync(Command(drop));
        }

        CommandDefinition Command(string sql) => new(sql, transaction: transaction, cancellationToken: cancellation);
    }

    private async Task<long> FillAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        RowInsert? insert = null;
        var rows = 0L;
        await foreach (var line in BackupReader.LinesAsync(file, cancellation).Skip(1).WithCancellation(cancellation))
        {
            if (BackupReader.IsEnd(line))
            {
                break;
            }

            if (BackupReader.IsRow(line))
            {
                await insert!.AddAsync(line, cancellation);
                rows++;
                continue;
            }

            await EndAsync(insert);
            insert = new RowInsert(target.Connection, transaction, BackupReader.Read(line, BackupJson.Default.BackupTable));
        }

        await EndAsync(insert);
        return rows;

        async Task EndAsync(RowInsert? table)
        {
            if (table is not null)
            {
                await table.FlushAsync(cancellation);
                await table.DisposeAsync();
            }
        }
    }
}
