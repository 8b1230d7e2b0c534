using Keeper.Cli.Output;
using Spectre.Console;

namespace Keeper.Cli.Errors;

/// <summary>Puts an error on standard error.</summary>
internal static class ErrorPrinter
{
    private static readonly Style Red = new(Color.Red);

    public static ExitCode Print(ErrorReport report, Printer printer)
    {
        if (printer.Json)
        {
            printer.ErrorDocument(report);
            return (ExitCode)report.ExitCode;
        }

        printer.ErrorLine($"keeper: {report.Error}", Red);
        if (report.Detail is { } detail)
            printer.ErrorLine($"  {detail}");
        foreach (var (field, messages) in report.Errors ?? new Dictionary<string, string[]>())
        {
            foreach (var message in messages)
                printer.ErrorLine(field.Length == 0 ? $"  {message}" : $"  {field}: {message}");
        }

        if (report.Hint is { } hint)
            printer.ErrorLine($"  {hint}");
        return (ExitCode)report.ExitCode;
    }
}
