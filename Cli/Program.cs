using Keeper.Cli;
using Keeper.Cli.Hosting;

return await KeeperCli.RunAsync(args, CliHost.OfThisProcess());
