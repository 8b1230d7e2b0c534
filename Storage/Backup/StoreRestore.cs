using System.Data.Common;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Sql;
using Keeper.Storage.Sqlite;

namespace Keeper.Storage.Backup;

/// <summary>Restores a backup while no silo runs on the database.</summary>
public static class StoreRestore
{
    /// <param name="options">Where to restore to; must be valid.</param>
    /// <param name="file">The backup; read twice, so it must be able to go back.</param>
    /// <param name="force">Whether what is in the database may be replaced.</param>
    /// <param name="cancellation">Gives up; then nothing was changed.</param>
    /// <exception cref="BackupFaultException">The file or the state of the database forbids it. Nothing was changed.</exception>
    /// <exception cref="StoreUnavailableException">The database can't be used, or a silo uses it. Nothing was changed.</exception>
    public static async Task<RestoreSummary> RunAsync(
        StorageOptions options, Stream file, bool force, CancellationToken cancellation = default)
    {
        // Before the target is opened: that may make a folder and a file.
        var header = await BackupReader.VerifyAsync(file, cancellation);
        var sqlite = options.Provider == StorageProvider.Sqlite;
        var newest = Migration.Of(sqlite ? new SqliteDialect() : new PostgreSqlDialect())[^1].Number;
        if (header.Schema > newest)
        {
            throw new BackupFaultException(
                $"The backup has schema version {header.Schema}; this program knows versions up to {newest}. Restore it with a newer one.");
        }

        await using RestoreTarget target = sqlite
            ? new SqliteRestoreTarget(options.DataPath)
            : await PostgreSqlRestoreTarget.OpenAsync(options.ConnectionString!, cancellation);
        try
        {
            return await new Restoration(target, file).RunAsync(header, force, cancellation);
        }
        catch (DbException fault)
        {
            throw new StoreUnavailableException("The backup was not restored: " + fault.Message, fault);
        }
    }
}

/// <summary>What was restored.</summary>
/// <param name="BackedUpAt">When the backup was made.</param>
/// <param name="FormerIncarnation">Incarnation of the data when it was backed up.</param>
/// <param name="Incarnation">Its new one.</param>
/// <param name="Rows">How many rows.</param>
public sealed record RestoreSummary(DateTimeOffset BackedUpAt, string FormerIncarnation, string Incarnation, long Rows);
