using System.Text;
using Spectre.Console;

namespace Keeper.Cli.Output;

/// <summary>A writer that Spectre takes for a screen of a given width.</summary>
internal sealed class WriterOutput(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => width;

    public int Height => 40;

    public void SetEncoding(Encoding encoding)
    {
        // The writer has one already.
    }
}
