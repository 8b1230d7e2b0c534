using Spectre.Console;

namespace Keeper.Cli.Output;

/// <summary>A piece of text with its look. The text may come from anywhere: it is cleaned when it is printed.</summary>
internal sealed record Cell(string? Text, Style? Style = null)
{
    public static implicit operator Cell(string? text) => new(text);
}
