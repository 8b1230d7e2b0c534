using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary>What every command that makes a task does with it: print its id, or wait for its end.</summary>
internal static class SubmittedTask
{
    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(30);

    public static Option<TimeSpan?> CreateWait() => DurationOption.CreateWait(
        "Wait for the end, show it, and exit by it: 0 if SUCCEEDED, 1 if it ended otherwise, 6 if it did not end in time (default 30s).",
        UnsaidWait);

    /// <summary>A key that makes sending again safe.</summary>
    public static string NewKey() => $"cli-{Guid.CreateVersion7():N}";

    public static async Task<ExitCode> ShowAsync(Session session, TaskDocument task, TimeSpan? wait, CancellationToken cancellation)
    {
        if (wait is { } patience)
            return await TaskFollowing.RunAsync(session, task.Id, patience, everyChange: false, cancellation);
        if (session.Print.Json)
        {
            session.Print.Document(task, OperatorJson.Default.TaskDocument);
            return ExitCode.Ok;
        }

        session.Host.Out.WriteLine(Printable.Line(task.Id));
        session.Print.Note($"`keeper task watch {task.Id}` shows what comes of it.");
        return ExitCode.Ok;
    }
}
