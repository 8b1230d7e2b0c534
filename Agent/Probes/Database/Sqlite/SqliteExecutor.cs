using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Database.Sqlite;

/// <summary>Is a file of SQLite sound: open it for reading, check it, ask it.</summary>
internal sealed class SqliteExecutor(DatabaseArguments arguments) : IExecutor
{
    private readonly string _path = arguments.Database!;

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var progress = new DatabaseProgress(probe);
        return probe.WithinAsync(arguments.TimeoutMs, limited => TryAsync(progress, limited), ct, progress.Fail);
    }

    private async Task<TaskResult> TryAsync(DatabaseProgress progress, CancellationToken ct)
    {
        try
        {
            var answer = await AskAsync(progress, ct);
            return new DatabaseVerdict(arguments, progress.Probe).Of($"SQLite in {_path}", answer);
        }
        catch (DatabaseFault e)
        {
            return progress.Fail(e.Message);
        }
    }

    private async Task<DatabaseAnswer> AskAsync(DatabaseProgress progress, CancellationToken ct)
    {
        progress.Enter(DatabaseStage.Open, "waiting for the checks of other files");
        var worker = await SqliteWorker.EnterAsync(ct);
        try
        {
            progress.Enter(DatabaseStage.Open, $"opening {_path}");
            var version = await worker.OpenAsync(_path, progress.Probe.Limits, ct);
            progress.Pass(_path);
            progress.Enter(DatabaseStage.Integrity, $"checking {_path}");
            var start = progress.Now();
            var found = await worker.CheckAsync(ct);
            var ms = progress.MsSince(start);
            if (found.Value != "ok")
                throw new DatabaseFault($"the file is damaged: {found.Value}");
            progress.Pass($"ok, in {ms} ms");
            if (arguments.Query is null)
                return new DatabaseAnswer { Server = $"SQLite {version}", QueryMs = ms };
            progress.Enter(DatabaseStage.Query, $"asking {_path}");
            start = progress.Now();
            var answer = await worker.AskAsync(arguments.Query, ct);
            ms = progress.MsSince(start);
            progress.Pass($"in {ms} ms");
            return new DatabaseAnswer { Server = $"SQLite {version}", Query = answer, QueryMs = ms };
        }
        finally
        {
            worker.Leave();
        }
    }
}
