using System.CommandLine;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Completion;

/// <summary><c>keeper completion</c>.</summary>
internal static class CompletionCommand
{
    public static Command Build(CliRuntime runtime)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        return runtime.Runs(
            new Command("completion", "Print a script that lets a shell complete commands, options, VPCs, agents and tasks.") { shell },
            async (session, _) =>
            {
                await session.Host.Out.WriteLineAsync(CompletionScripts.Of(session.Get(shell)!));
                return ExitCode.Ok;
            });
    }
}
