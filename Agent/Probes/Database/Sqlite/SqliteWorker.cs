using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Limits;
using Keeper.Agent.Probes.Log;

namespace Keeper.Agent.Probes.Database.Sqlite;

/// <summary>
/// Does the blocking work on one file, step by step, on threads of the pool. There are few places, so that dead disks do not
/// take all threads: a place is free again when the step has ended, not when the probe has lost patience.
/// </summary>
internal sealed class SqliteWorker
{
    private static readonly SemaphoreSlim Places = new(4);

    private SqliteFile? _file;
    private Task _last = Task.CompletedTask;

    private SqliteFile File => _file ?? throw new InvalidOperationException("No file is open.");

    private SqliteWorker()
    {
    }

    /// <summary>Waits for a place.</summary>
    public static async Task<SqliteWorker> EnterAsync(CancellationToken ct)
    {
        await Places.WaitAsync(ct);
        return new SqliteWorker();
    }

    /// <summary>Opens the file, and looks at it: SQLite does that when the first statement needs it.</summary>
    /// <returns>SQLite's version.</returns>
    /// <exception cref="DeniedException">The agent's limits forbid where the path leads.</exception>
    public Task<string?> OpenAsync(string path, LocalLimits limits, CancellationToken ct) => RunAsync(
        () =>
        {
            limits.CheckPath(path);
            // What was checked is what is opened: no link is followed any more.
            var real = RealPath.Of(path) ?? throw new DatabaseFault($"{path} is a link that leads round in circles");
            limits.CheckPath(real);
            if (Directory.Exists(real))
                throw new DatabaseFault($"{path} is a folder");
            if (!System.IO.File.Exists(real))
                throw new DatabaseFault($"there is no file {path}, or this agent's user may not see it");
            if (!PlainFile.IsPlain(real))
                throw new DatabaseFault($"{path} is not an ordinary file but a device, a pipe or a socket");
            _file = SqliteFile.Open(real, ct);
            return _file.Ask("PRAGMA schema_version") is { Rows: 1 } ? _file.Ask("SELECT sqlite_version()").Value : null;
        }, ct);

    /// <summary>Looks for damage.</summary>
    public Task<QueryAnswer> CheckAsync(CancellationToken ct) => RunAsync(() => File.Ask("PRAGMA quick_check(1)"), ct);

    /// <summary>Runs a statement that somebody else wrote.</summary>
    public Task<QueryAnswer> AskAsync(string statement, CancellationToken ct) => RunAsync(
        () =>
        {
            File.AllowReadingOnly();
            return File.Ask(statement);
        }, ct);

    /// <summary>Closes the file and leaves the place, as soon as the step that may still run has ended.</summary>
    public void Leave() => _ = _last.ContinueWith(
        ended =>
        {
            _ = ended.Exception; // Of a step that nobody waited for any more.
            _file?.Dispose();
            Places.Release();
        }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private Task<T> RunAsync<T>(Func<T> step, CancellationToken ct)
    {
        var task = Task.Run(step, CancellationToken.None);
        _last = task;
        return task.WaitAsync(ct);
    }
}
