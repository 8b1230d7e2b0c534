namespace Keeper.Cli.Hosting;

/// <summary>Everything that the program touches outside itself, so that a test can be the terminal and the machine.</summary>
internal sealed record CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Whether people look at <see cref="Out"/>: colours and the terminal's width make sense.</summary>
    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;

    public required Func<string, string?> Environment { get; init; }

    /// <summary>Where relative paths start.</summary>
    public required string Directory { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliHost OfThisProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth, 40),
        Environment = System.Environment.GetEnvironmentVariable,
        Directory = System.Environment.CurrentDirectory,
    };
}
