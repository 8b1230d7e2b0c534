using Keeper.Storage;
using Keeper.Storage.Backup;
using Microsoft.Extensions.Options;

namespace Keeper.Silo.Restore;

/// <summary>
/// <c>Keeper.Silo restore FILE [--force]</c> with the settings of the silo: puts a backup into its database and ends.
/// </summary>
internal static class RestoreProgram
{
    public const string Command = "restore";
    private const string Force = "--force";
    private const string Usage = "Usage: Keeper.Silo restore FILE [--force] [--data DIR] [--Keeper:Storage:… as for the silo]";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync(Usage);
            return KeeperSilo.CannotStart;
        }

        try
        {
            var options = Options([.. args[1..].Where(a => a != Force)]);
            await using var file = new FileStream(args[0], FileMode.Open, FileAccess.Read);
            var summary = await StoreRestore.RunAsync(options, file, args.Contains(Force, StringComparer.Ordinal));
            await Console.Out.WriteLineAsync(
                $"Restored {summary.Rows} rows as they were at {summary.BackedUpAt.UtcDateTime:u}. "
                + $"Incarnation {summary.Incarnation} (the backup's was {summary.FormerIncarnation}).");
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Keeper can't restore: {reason}");
            return KeeperSilo.CannotStart;
        }
    }

    private static StorageOptions Options(string[] args)
    {
        using var services = new ServiceCollection()
            .AddKeeperStorage(KeeperApplication.CreateBuilder(args).Configuration)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<StorageOptions>>().Value;
    }

    private static string? Explain(Exception e) => e is BackupFaultException ? e.Message : KeeperSilo.Explain(e);
}
