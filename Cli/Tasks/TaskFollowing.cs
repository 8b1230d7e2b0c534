using Keeper.Cli.Arguments;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Client.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary>Shows a task's life as it happens; shared by <c>task watch</c> and <c>task submit --wait</c>.</summary>
internal static class TaskFollowing
{
    /// <param name="session">The run.</param>
    /// <param name="id">The task.</param>
    /// <param name="patience">How long to follow it.</param>
    /// <param name="everyChange">With --json: whether each change is a line of its own, or the end alone one document.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public static async Task<ExitCode> RunAsync(
        Session session, string id, TimeSpan patience, bool everyChange, CancellationToken cancellation)
    {
        var watcher = new TaskWatcher(
            session.Client, session.Host.Time, fault => session.Print.Note($"The server is away, waiting for it: {fault.Message}"));
        TaskDocument? last = null;
        try
        {
            var shown = 0;
            await foreach (var task in watcher.WatchAsync(id, patience, cancellation))
            {
                last = task;
                if (session.Print.Json && everyChange)
                    session.Print.DocumentLine(task, OperatorJson.Default.TaskDocument);
                else if (!session.Print.Json)
                    shown = PrintNewSteps(session.Print, task, shown);
            }
        }
        catch (OperationCanceledException)
        {
            session.Print.Note($"The task goes on. `keeper task watch {id}` shows it, `keeper task cancel {id}` ends it.");
            throw;
        }

        return Finish(session, last!, patience, everyChange);
    }

    private static int PrintNewSteps(Printer print, TaskDocument task, int shown)
    {
        var steps = task.ReadTimeline();
        foreach (var step in steps.Skip(shown))
            TaskView.PrintStep(print, step, task.CreatedAt);
        return steps.Count;
    }

    private static ExitCode Finish(Session session, TaskDocument task, TimeSpan patience, bool everyChange)
    {
        if (session.Print.Json && !everyChange)
            session.Print.Document(task, OperatorJson.Default.TaskDocument);
        else if (!session.Print.Json)
            TaskView.PrintResult(session.Print, task);
        if (task.State.IsTerminal())
            return task.State == TaskState.Succeeded ? ExitCode.Ok : ExitCode.Unsuccessful;
        session.Print.Note($"Still {task.State.Word()} after {Durations.Format(patience)}. `keeper task watch {task.Id}` goes on watching.");
        return ExitCode.WaitTimeout;
    }
}
