using System.CommandLine;
using Keeper.Cli.Completion;

namespace Keeper.Cli.Hosting;

/// <summary>What the commands share while the tree is built.</summary>
internal sealed class CliRuntime(CliHost host)
{
    public CliHost Host { get; } = host;

    public GlobalOptions Globals { get; } = new();

    /// <summary>Which options and arguments take names that only the server knows.</summary>
    public CompletableNames Names { get; } = new();

    /// <summary>Makes a command do something.</summary>
    public Command Runs(Command command, CommandBody body)
    {
        command.SetAction((parse, cancellation) => CommandRunner.RunAsync(this, parse, body, cancellation));
        return command;
    }
}
