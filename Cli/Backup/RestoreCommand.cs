using System.CommandLine;
using System.Diagnostics;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Backup;

/// <summary>
/// <c>keeper restore</c>: runs the silo's own program in its restore mode, on the machine and with the settings of the
/// silo. The command line knows no database, and the silo must be stopped: there is nobody to ask over the network.
/// </summary>
internal static class RestoreCommand
{
    public const string SiloVariable = "KEEPER_SILO";

    public static Command Build(CliRuntime runtime)
    {
        var file = new Argument<string>("file") { Description = "A file that `keeper backup` wrote." };
        var silo = new Option<string?>("--silo")
        {
            Description = $"The silo's program. Else {SiloVariable}, else Keeper.Silo beside this program.",
            HelpName = "PATH",
        };
        var data = new Option<string?>("--data") { Description = "The silo's data folder. Else as the silo is configured.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Replace what is in the database." };
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting of the silo, for example Keeper:Storage:Provider=PostgreSql; repeat it for more.",
            HelpName = "key=value",
        };
        return runtime.Runs(
            new Command("restore", "Put a backup into the database of a stopped silo on this machine.") { file, silo, data, force, settings },
            async (session, cancellation) =>
            {
                var program = SiloProgram.Find(session.Host, session.Get(silo));
                List<string> arguments = ["restore", Path.GetFullPath(session.Get(file)!, session.Host.Directory)];
                if (session.Get(force))
                    arguments.Add("--force");
                if (session.Get(data) is { } folder)
                    arguments.AddRange(["--data", Path.GetFullPath(folder, session.Host.Directory)]);
                arguments.AddRange((session.Get(settings) ?? []).Select(s => "--" + s));
                return await RunAsync(session, program, arguments, cancellation);
            });
    }

    private static async Task<ExitCode> RunAsync(
        Session session, string program, List<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = session.Host.Directory,
        };
        using var process = Process.Start(start) ?? throw new UsageException("--silo", $"{program} did not start");
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            if ((await output).TrimEnd() is { Length: > 0 } said)
                session.Print.Block(said);
            if ((await error).TrimEnd() is { Length: > 0 } complaint)
                session.Print.ErrorLine(complaint);
            return process.ExitCode == 0 ? ExitCode.Ok : ExitCode.ServerRefused;
        }
        catch (OperationCanceledException)
        {
            // Without its commit the database stays as it was.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
