using System.Diagnostics;
using System.Globalization;

namespace Keeper.Bench.Storage;

/// <summary>
/// A PostgreSQL server of the measurement's own, as installed but for its place: it waits for the disk at every commit. On
/// a Unix socket; it refuses to run as root, so root runs it as nobody.
/// </summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    // TMPDIR chooses the disk. Not beside the build, as the files of SQLite are: nobody need not be let in there.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keeper-bench-");
    private int _databases;

    private PostgreSqlServer()
    {
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<PostgreSqlServer> StartAsync(CancellationToken cancellation)
    {
        var server = new PostgreSqlServer();
        var folder = server._folder.FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0x1FF); // 0777: its user makes files here
        await RunAsync(["initdb", "-D", server.Data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C"], cancellation);
        string[] start =
        [
            "pg_ctl", "start", "-w", "-D", server.Data, "-l", Path.Combine(folder, "log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories='{folder}' -c synchronous_commit=on -c fsync=on",
        ];
        await RunAsync(start, cancellation);
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{++_databases}");
        await RunAsync(["createdb", "-h", _folder.FullName, "-U", "keeper", name], cancellation);
        return $"Host={_folder.FullName};Username=keeper;Database={name}";
    }

    public void Dispose()
    {
        using var stop = Start("pg_ctl", "stop", "-w", "-D", Data, "-m", "immediate");
        stop.WaitForExit(30_000);
        _folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string[] command, CancellationToken cancellation)
    {
        using var process = Start(command);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}");
    }

    // A shell keeps to itself what it says of success: the server would hold a pipe of ours open as long as it lives.
    private static Process Start(params string[] command)
    {
        string[] quiet = ["sh", "-c", "exec \"$@\" >/dev/null", "sh", .. command];
        string[] all = Environment.IsPrivilegedProcess ? ["setpriv", .. AsNobody, .. quiet] : quiet;
        return Process.Start(new ProcessStartInfo(all[0], all[1..]) { UseShellExecute = false, WorkingDirectory = "/" })!;
    }
}
