using System.CommandLine;
using Keeper.Cli.Errors;

namespace Keeper.Cli.Hosting;

/// <summary>What a command does once it is known what was typed.</summary>
internal delegate Task<ExitCode> CommandBody(Session session, CancellationToken cancellation);

/// <summary>Runs one command and turns its failures into messages and exit codes.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(
        CliRuntime runtime, ParseResult parse, CommandBody body, CancellationToken cancellation)
    {
        using var session = new Session(runtime, parse);
        try
        {
            return (int)await body(session, cancellation);
        }
        catch (Exception failure) when (ErrorReports.Of(failure, session.KnownServer) is { } report)
        {
            return (int)ErrorPrinter.Print(report, session.Print);
        }
    }
}
