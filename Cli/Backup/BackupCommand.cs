using System.CommandLine;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Backup;

/// <summary><c>keeper backup</c>: the server's data in a file, whole or not at all.</summary>
internal static class BackupCommand
{
    public static Command Build(CliRuntime runtime)
    {
        var file = new Argument<string>("file") { Description = "Where to write it." };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one." };
        return runtime.Runs(
            new Command("backup", "Save all data of the server, as it is at one moment, while it works.") { file, force },
            async (session, cancellation) =>
            {
                var path = Path.GetFullPath(session.Get(file)!, session.Host.Directory);
                if (File.Exists(path) && !session.Get(force))
                    throw new UsageException("file", $"{path} is there already; --force replaces it");
                var length = await SaveAsync(session, path, session.Get(force), cancellation);
                session.Print.Note($"{length} bytes. Secrets in it are hashes; its log and task results are as they are: keep it safe.");
                session.Print.Block(path);
                return ExitCode.Ok;
            });
    }

    private static async Task<long> SaveAsync(Session session, string path, bool replace, CancellationToken cancellation)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            long length;
            await using (var output = Create(draft))
            {
                await session.Client.BackUpAsync(output, cancellation);
                output.Flush(flushToDisk: true);
                length = output.Length;
            }

            File.Move(draft, path, replace);
            return length;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new UsageException("file", $"it cannot be written: {fault.Message}");
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
