namespace Keeper.Cli.Errors;

/// <summary>What the program tells the shell (docs/cli.md). Scripts depend on the numbers.</summary>
internal enum ExitCode
{
    Ok = 0,
    Unsuccessful = 1,
    Usage = 2,
    Unreachable = 3,
    Unauthorized = 4,
    NotFound = 5,
    WaitTimeout = 6,
    ServerRefused = 7,
    Interrupted = 130,
}

internal static class ExitCodes
{
    public static IReadOnlyList<(ExitCode Exit, string Meaning)> Meanings { get; } =
    [
        (ExitCode.Ok, "done; a task that was waited for has SUCCEEDED"),
        (ExitCode.Unsuccessful, "the task ended otherwise than SUCCEEDED; health: the server takes no work"),
        (ExitCode.Usage, "bad usage or invalid input, found here or by the server (400, 413, 422)"),
        (ExitCode.Unreachable, "the server could not be reached or did not answer in time"),
        (ExitCode.Unauthorized, "no key, a wrong key, or one that may not do this (401, 403)"),
        (ExitCode.NotFound, "no such thing (404)"),
        (ExitCode.WaitTimeout, "the task did not end within the time given to wait for it"),
        (ExitCode.ServerRefused, "the server refused for another reason: conflict, full, fault (409, 429, 5xx)"),
        (ExitCode.Interrupted, "interrupted (Ctrl+C)"),
    ];
}
