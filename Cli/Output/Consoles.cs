using Keeper.Cli.Hosting;
using Spectre.Console;

namespace Keeper.Cli.Output;

/// <summary>Makes consoles that colour for people and stay plain for pipes.</summary>
internal static class Consoles
{
    /// <summary>So wide that nothing is cut or wrapped: what is piped must arrive whole.</summary>
    private const int Unlimited = 1_000_000;

    public static IAnsiConsole Create(CliHost host, TextWriter writer, bool isTerminal, bool noColor)
    {
        var colors = isTerminal && !noColor
            && string.IsNullOrEmpty(host.Environment("NO_COLOR")) && host.Environment("TERM") != "dumb";
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new WriterOutput(writer, isTerminal, isTerminal ? host.Width : Unlimited),
        });
    }
}
