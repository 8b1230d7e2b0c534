using System.CommandLine;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task submit</c>.</summary>
internal static class TaskSubmitCommand
{
    public static Command Build(CliRuntime runtime)
    {
        var options = new TaskSubmitOptions(runtime.Names);
        var wait = SubmittedTask.CreateWait();
        var command = new Command(
            "submit", "Submit a task. Standard output gets its id, or with --wait its steps and result. `keeper kind show KIND` tells the arguments.");
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Options.Add(wait);
        return runtime.Runs(command, async (session, cancellation) =>
        {
            var request = await options.ReadAsync(session, cancellation);
            var task = await session.Client.SubmitTaskAsync(request, cancellation);
            return await SubmittedTask.ShowAsync(session, task, session.Get(wait), cancellation);
        });
    }
}
