using System.Collections;
using System.Runtime.InteropServices;
using Keeper.Agent;
using Microsoft.Extensions.Logging;

namespace Keeper.AgentHost;

/// <summary>Reads the command line, runs the agent until a signal, and says by its exit code how it ended.</summary>
internal static partial class AgentProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, IDictionary environment, TextWriter output, TextWriter errors)
    {
        var line = CommandLine.Parse(args, environment);
        if (line.Help)
            return Print(output, HelpText.Text, ExitCodes.Stopped);
        if (line.Version)
            return Print(output, AgentVersion.Current, ExitCodes.Stopped);
        using var loggers = new LineLoggerFactory(output, TimeProvider.System);
        try
        {
            if (!line.Faults.None)
                throw new AgentStartException($"The agent cannot start with these options: {line.WithInvalidOptions()}");
            var agent = new KeeperAgent(line.Options, TimeProvider.System, loggers);
            using var stop = new StopSignals();
            return ExitCodes.Of(await agent.RunAsync(stop.Token));
        }
        catch (AgentStartException e)
        {
            return Print(errors, e.Message, ExitCodes.Usage);
        }
        catch (Exception e)
        {
            LogFault(loggers.CreateLogger("Keeper.AgentHost"), e);
            return ExitCodes.Fault;
        }
    }

    private static int Print(TextWriter writer, string text, int exitCode)
    {
        writer.WriteLine(text);
        return exitCode;
    }

    [LoggerMessage(1800, LogLevel.Critical, "The agent failed")]
    private static partial void LogFault(ILogger logger, Exception e);

    /// <summary>SIGTERM and SIGINT ask for a clean stop; a second one ends the process at once.</summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly PosixSignalRegistration[] _registrations;

        public StopSignals() => _registrations =
            [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle), PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle)];

        public CancellationToken Token => _stop.Token;

        public void Dispose()
        {
            foreach (var registration in _registrations)
                registration.Dispose();
            _stop.Dispose();
        }

        private void Handle(PosixSignalContext context)
        {
            context.Cancel = !_stop.IsCancellationRequested;
            _ = _stop.CancelAsync();
        }
    }
}
