using System.CommandLine;
using Keeper.Cli.Hosting;
using Keeper.Client.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task run-again</c>.</summary>
internal static class TaskRunAgainCommand
{
    public static Command Build(CliRuntime runtime)
    {
        var id = TaskCommands.Id(runtime);
        var wait = SubmittedTask.CreateWait();
        var command = new Command("run-again", "Submit the same once more, as another task. Prints as `task submit` does.") { id, wait };
        return runtime.Runs(command, async (session, cancellation) =>
        {
            var origin = await session.Client.GetTaskAsync(session.Get(id)!, cancellation: cancellation);
            var task = await session.Client.SubmitTaskAsync(origin.Again(SubmittedTask.NewKey()), cancellation);
            return await SubmittedTask.ShowAsync(session, task, session.Get(wait), cancellation);
        });
    }
}
