using Keeper.Silo.Restore;
using Keeper.Silo.Standby;
using Keeper.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Keeper.Silo;

/// <summary>The server as a program: build, prepare, run, and say in one line why it can't start.</summary>
public static class KeeperSilo
{
    /// <summary>Exit code when the silo could not start.</summary>
    public const int CannotStart = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [RestoreProgram.Command, .. var rest])
            return await RestoreProgram.RunAsync(rest);
        try
        {
            var builder = KeeperApplication.CreateBuilder(args);
            if (StandbyProcess.IsMeantBy(builder.Configuration))
            {
                await StandbyProcess.RunAsync(builder, args);
                return 0;
            }

            await using var application = KeeperApplication.Build(builder);
            await application.StartAsync();
            await application.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Keeper can't start: {reason}");
            return CannotStart;
        }
    }

    // What an operator can mend is told in a sentence; anything else is a fault of ours and keeps its stack trace.
    internal static string? Explain(Exception e) => e switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: AddressInUseException } taken =>
            $"{taken.Message} Stop what listens there, or choose another address (Keeper:Gateway:Url, Keeper:Operator:Url).",
        // A text where a number is due: told by key, value and type.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
        StoreUnavailableException or IOException or UnauthorizedAccessException => e.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}
