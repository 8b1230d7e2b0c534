using System.Globalization;

namespace Keeper.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket. It refuses to run as root, so root
/// runs it as nobody.
/// </summary>
public sealed class PostgreSqlProcess : IAsyncDisposable
{
    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly TemporaryFolder _folder = new();
    private int _databases;

    private PostgreSqlProcess()
    {
    }

    /// <summary>What it needs on the PATH.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["initdb", "pg_ctl", "createdb"];

    /// <summary>The folder of its socket, which stands for a host name.</summary>
    public string SocketFolder => _folder.Path;

    private string Data => _folder.Combine("data");

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<PostgreSqlProcess> CreateAsync()
    {
        var server = new PostgreSqlProcess();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(server._folder.Path, (UnixFileMode)0x1FF); // Its user has to make files here: 0777.
        }

        await RunAsync("initdb", "-D", server.Data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").ConfigureAwait(false);
        await server.StartAsync().ConfigureAwait(false);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    /// <summary>Starts the server.</summary>
    public Task StartAsync() => RunAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", _folder.Combine("log"),
        "-o", $"-c listen_addresses='' -c unix_socket_directories='{_folder.Path}' -c fsync=off");

    /// <summary>Stops it at once, as a crash would.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", "immediate");

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await RunAsync("createdb", "-h", _folder.Path, "-U", "keeper", name).ConfigureAwait(false);
        return $"Host={_folder.Path};Username=keeper;Database={name}";
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = Environment.IsPrivilegedProcess
            ? await ChildProcess.RunAsync("setpriv", [.. AsNobody, program, .. arguments]).ConfigureAwait(false)
            : await ChildProcess.RunAsync(program, arguments).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {result.ExitCode}: {result.Output}");
        }
    }
}
