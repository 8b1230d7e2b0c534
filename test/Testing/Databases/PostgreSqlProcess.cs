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
    private readonly bool _sync;
    private int _databases;

    private PostgreSqlProcess(bool sync) => _sync = sync;

    /// <summary>What it needs on the PATH.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["initdb", "pg_ctl", "createdb"];

    /// <summary>The folder of its socket, which stands for a host name.</summary>
    public string SocketFolder => _folder.Path;

    private string Data => _folder.Combine("data");

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="sync">Whether it waits for the disk. Not needed to survive kills, and slow.</param>
    public static async Task<PostgreSqlProcess> CreateAsync(bool sync = false)
    {
        var server = new PostgreSqlProcess(sync);
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
        await KillAsync().ConfigureAwait(false); // It may hang or be down: a test has failed then.
        _folder.Dispose();
    }

    /// <summary>Starts the server.</summary>
    public Task StartAsync() => StartAsync(_folder.Path);

    /// <summary>Starts it where only those find it who are told the folder of its socket.</summary>
    /// <returns>How to reach a database of it there.</returns>
    public async Task<string> StartApartAsync(string database)
    {
        var apart = Directory.CreateDirectory(_folder.Combine("apart"));
        if (!OperatingSystem.IsWindows())
        {
            apart.UnixFileMode = (UnixFileMode)0x1FF; // 0777, as above.
        }

        await StartAsync(apart.FullName).ConfigureAwait(false);
        return database.Replace($"Host={_folder.Path};", $"Host={apart.FullName};", StringComparison.Ordinal);
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", "immediate");

    /// <summary>Stops every process of it where it is: connections stay open and nothing is answered.</summary>
    public void Hang()
    {
        ProcessesIn.Send(Data, Signals.Stop);
        ProcessesIn.Send(Data, Signals.Stop); // what the first ones had begun to start
    }

    /// <summary>Lets it go on after <see cref="Hang"/>.</summary>
    public void Resume() => ProcessesIn.Send(Data, Signals.Continue);

    /// <summary>kill -9 of every process of it.</summary>
    public async Task KillAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var deadline = Deadline.Token();
        for (; ProcessesIn.Folder(Data).Count > 0; await timer.WaitForNextTickAsync(deadline).ConfigureAwait(false))
        {
            ProcessesIn.Send(Data, Signals.Kill);
        }

        // Where nobody buries the dead, a new server takes the id in these files for a living one's.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        foreach (var file in Directory.EnumerateFiles(_folder.Path, ".s.PGSQL.*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await RunAsync("createdb", "-h", _folder.Path, "-U", "keeper", name).ConfigureAwait(false);
        return $"Host={_folder.Path};Username=keeper;Database={name}";
    }

    private Task StartAsync(string socketFolder) => RunAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", _folder.Combine("log"),
        "-o", $"-c listen_addresses='' -c unix_socket_directories='{socketFolder}' -c fsync={(_sync ? "on" : "off")}");

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
