using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task submit</c>.</summary>
internal static class TaskSubmitCommand
{
    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(30);

    public static Command Build(CliRuntime runtime)
    {
        var options = new TaskSubmitOptions(runtime.Names);
        var wait = DurationOption.CreateWait(
            "Wait for the end, show it, and exit by it: 0 if SUCCEEDED, 1 if it ended otherwise, 6 if it did not end in time (default 30s).",
            UnsaidWait);
        var command = new Command("submit", "Submit a task. Standard output gets its id, or with --wait its steps and result.");
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Options.Add(wait);
        return runtime.Runs(command, async (session, cancellation) =>
        {
            var request = await options.ReadAsync(session, cancellation);
            var task = await session.Client.SubmitTaskAsync(request, cancellation);
            if (session.Get(wait) is { } patience)
                return await TaskFollowing.RunAsync(session, task.Id, patience, everyChange: false, cancellation);
            if (session.Print.Json)
            {
                session.Print.Document(task, OperatorJson.Default.TaskDocument);
                return ExitCode.Ok;
            }

            session.Host.Out.WriteLine(Printable.Line(task.Id));
            session.Print.Note($"`keeper task watch {task.Id}` shows what comes of it.");
            return ExitCode.Ok;
        });
    }
}
