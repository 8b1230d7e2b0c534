using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task watch</c>.</summary>
internal static class TaskWatchCommand
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromHours(1);

    public static Command Build(CliRuntime runtime)
    {
        var id = TaskCommands.Id(runtime);
        var wait = DurationOption.CreateWait("How long to watch (default 1h).", DefaultPatience);
        return runtime.Runs(
            new Command("watch", "Show a task's steps as they happen, then its result. With --json: the task after each step, one object per line.")
            {
                id, wait,
            },
            (session, cancellation) => TaskFollowing.RunAsync(
                session, session.Get(id)!, session.Get(wait) ?? DefaultPatience, everyChange: true, cancellation));
    }
}
