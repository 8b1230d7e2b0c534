using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Protocol.Vpcs;

namespace Keeper.Cli.Configuration;

/// <summary><c>keeper config</c>: what is set up, as a file, and back.</summary>
internal static class ConfigCommands
{
    public static Command Build(CliRuntime runtime)
    {
        var config = new Command("config", "What is set up, as YAML.");
        config.Subcommands.Add(Export(runtime));
        config.Subcommands.Add(Import(runtime));
        return config;
    }

    private static Command Export(CliRuntime runtime)
    {
        var file = new Argument<string?>("file") { Description = "Where to write it; else standard output.", Arity = ArgumentArity.ZeroOrOne };
        return runtime.Runs(new Command("export", "Write what is set up.") { file }, async (session, cancellation) =>
        {
            var text = ConfigWriter.Write(new ConfigFile([.. (await CurrentAsync(session, cancellation)).Values]));
            if (session.Get(file) is { } path)
                await SaveAsync(Path.GetFullPath(path, session.Host.Directory), text, cancellation);
            else
                await session.Host.Out.WriteAsync(text);
            return ExitCode.Ok;
        });
    }

    private static async Task SaveAsync(string path, string text, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("file", $"it cannot be written: {fault.Message}");
        }
    }

    private static Command Import(CliRuntime runtime)
    {
        var file = new Argument<string>("file") { Description = "The file; - for standard input." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        return runtime.Runs(
            new Command("import", "Set up what a file says. What it does not name stays as it is.") { file, dryRun },
            async (session, cancellation) =>
            {
                var source = session.Get(file) is "-" ? "-" : "@" + session.Get(file);
                var wanted = ConfigReader.Read(await TextSource.ReadAsync("file", source, session.Host, cancellation), out var faults)
                    ?? throw new UsageException(faults);
                var current = await CurrentAsync(session, cancellation);
                var changes = wanted.Vpcs.Where(v => !current.TryGetValue(v.Name, out var now) || !v.SaysTheSameAs(now)).ToList();
                foreach (var vpc in changes)
                {
                    if (!session.Get(dryRun))
                    {
                        var settings = new VpcRequest { Description = vpc.Description, Labels = vpc.Labels };
                        await session.Client.PutVpcAsync(vpc.Name, settings, cancellation);
                    }

                    session.Print.Line($"vpc {vpc.Name} {(current.ContainsKey(vpc.Name) ? "changed" : "made")}");
                }

                session.Print.Note($"{changes.Count} of {wanted.Vpcs.Count} differ{(session.Get(dryRun) ? "; nothing was changed" : "")}.");
                return ExitCode.Ok;
            });
    }

    private static async Task<Dictionary<string, VpcConfig>> CurrentAsync(Session session, CancellationToken cancellation)
    {
        var vpcs = new Dictionary<string, VpcConfig>(StringComparer.Ordinal);
        await foreach (var vpc in session.Client.ListVpcsAsync(cancellation))
            vpcs[vpc.Name] = new VpcConfig(vpc.Name, vpc.Description, vpc.Labels);
        return vpcs;
    }
}
