using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using Keeper.Cli.Agents;
using Keeper.Cli.Audit;
using Keeper.Cli.Backup;
using Keeper.Cli.Completion;
using Keeper.Cli.Configuration;
using Keeper.Cli.Health;
using Keeper.Cli.Kinds;
using Keeper.Cli.Messages;
using Keeper.Cli.Tasks;
using Keeper.Cli.Vpcs;

namespace Keeper.Cli.Hosting;

/// <summary>The program's commands.</summary>
internal static class CommandTree
{
    public static RootCommand Build(CliHost host)
    {
        var runtime = new CliRuntime(host);
        var root = new RootCommand("Keeper: watch applications in private networks, from outside.");
        foreach (var option in runtime.Globals.All)
            root.Options.Add(option);
        root.Subcommands.Add(VpcCommands.Build(runtime));
        root.Subcommands.Add(TokenCommands.Build(runtime));
        root.Subcommands.Add(AgentCommands.Build(runtime));
        root.Subcommands.Add(TaskCommands.Build(runtime));
        root.Subcommands.Add(MessageCommands.Build(runtime));
        root.Subcommands.Add(KindCommands.Build(runtime));
        root.Subcommands.Add(AuditCommands.Build(runtime));
        root.Subcommands.Add(ConfigCommands.Build(runtime));
        root.Subcommands.Add(BackupCommand.Build(runtime));
        root.Subcommands.Add(RestoreCommand.Build(runtime));
        root.Subcommands.Add(HealthCommand.Build(runtime));
        root.Subcommands.Add(CompletionCommand.Build(runtime));
        root.Subcommands.Add(CompleteCommand.Build(runtime, root));

        // The library's own completion directive knows nothing of VPCs and agents; CompleteCommand does.
        foreach (var directive in root.Directives.OfType<SuggestDirective>().ToList())
            root.Directives.Remove(directive);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!, root);
        return root;
    }
}
