using System.CommandLine;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task</c>.</summary>
internal static class TaskCommands
{
    public static Command Build(CliRuntime runtime)
    {
        var task = new Command("task", "Tasks: instructions that an agent carries out and answers.");
        task.Subcommands.Add(TaskSubmitCommand.Build(runtime));
        task.Subcommands.Add(TaskRunAgainCommand.Build(runtime));
        task.Subcommands.Add(Show(runtime));
        task.Subcommands.Add(TaskWatchCommand.Build(runtime));
        task.Subcommands.Add(TaskListCommand.Build(runtime));
        task.Subcommands.Add(Cancel(runtime));
        return task;
    }

    public static Argument<string> Id(CliRuntime runtime) =>
        runtime.Names.Offer(new Argument<string>("id") { Description = "Id of the task." }, NameSource.Tasks);

    private static Command Show(CliRuntime runtime)
    {
        var id = Id(runtime);
        return runtime.Runs(new Command("show", "Show one task: timeline, result, output.") { id }, async (session, cancellation) =>
        {
            var task = await session.Client.GetTaskAsync(session.Get(id)!, cancellation: cancellation);
            if (session.Print.Json)
                session.Print.Document(task, OperatorJson.Default.TaskDocument);
            else
                TaskView.Print(session, task);
            return ExitCode.Ok;
        });
    }

    private static Command Cancel(CliRuntime runtime)
    {
        var id = Id(runtime);
        return runtime.Runs(new Command("cancel", "End a task.") { id }, async (session, cancellation) =>
        {
            var task = await session.Client.CancelTaskAsync(session.Get(id)!, cancellation);
            if (session.Print.Json)
                session.Print.Document(task, OperatorJson.Default.TaskDocument);
            else
                session.Print.Line(task.Id, "  ", Styles.Of(task.State));
            return ExitCode.Ok;
        });
    }
}
