namespace Keeper.Cli.Errors;

/// <summary>An error as it is shown; with --json it is printed as it stands.</summary>
/// <param name="ExitCode">The program's exit code.</param>
/// <param name="Error">What went wrong, in a line.</param>
internal sealed record ErrorReport(int ExitCode, string Error)
{
    /// <summary>The HTTP status, if a server answered.</summary>
    public int? Status { get; init; }

    /// <summary>More about it.</summary>
    public string? Detail { get; init; }

    /// <summary>Every fault by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }
}
