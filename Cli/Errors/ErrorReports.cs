using System.Net;
using System.Text.Json;
using Keeper.Cli.Discovery;
using Keeper.Client;

namespace Keeper.Cli.Errors;

/// <summary>Says of each failure what happened, where, and what to do. Pure.</summary>
internal static class ErrorReports
{
    /// <summary>The report of a failure; <see langword="null"/> when the failure is the program's own fault.</summary>
    public static ErrorReport? Of(Exception failure, ServerAddress? server) => failure switch
    {
        UsageException usage => new((int)ExitCode.Usage, "Invalid input") { Errors = usage.Faults.ByField() },
        KeeperUnreachableException unreachable => OfUnreachable(unreachable, server),
        KeeperApiException api => OfApi(api, server),
        JsonException json => new((int)ExitCode.ServerRefused, "The server's answer cannot be read") { Detail = json.Message },
        OperationCanceledException => new((int)ExitCode.Interrupted, "Interrupted"),
        _ => null,
    };

    private static ErrorReport OfUnreachable(KeeperUnreachableException failure, ServerAddress? server) =>
        new((int)ExitCode.Unreachable, "Cannot reach the server")
        {
            Detail = $"{string.Join("; ", failure.Failures.Select(f => $"{f.Url} ({f.Reason})"))}; the address comes from {server?.UrlSource ?? "nowhere"}",
            Hint = "Is it running? Start one with `dotnet run --project Silo`, or name another with --url or KEEPER_URL.",
        };

    private static ErrorReport OfApi(KeeperApiException failure, ServerAddress? server) =>
        new((int)CodeOf(failure.Status), $"{failure.Url} answered {(int)failure.Status}: {failure.Title}")
        {
            Status = (int)failure.Status,
            Detail = failure.Detail,
            Errors = failure.Faults.Count == 0 ? null : failure.Faults,
            Hint = HintFor(failure.Status, server),
        };

    private static ExitCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCode.Usage,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Unauthorized,
        HttpStatusCode.NotFound => ExitCode.NotFound,
        _ => ExitCode.ServerRefused,
    };

    private static string? HintFor(HttpStatusCode status, ServerAddress? server) => status switch
    {
        HttpStatusCode.Unauthorized when server?.Key is null =>
            $"No key was sent: {server?.KeySource}. Give one with --key-file, KEEPER_KEY or --key.",
        HttpStatusCode.Unauthorized =>
            $"The key came from {server.KeySource}. Is it this server's? Another can be given with --key-file, KEEPER_KEY or --key.",
        HttpStatusCode.Forbidden => $"The key from {server?.KeySource} is known, but its role does not allow this.",
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => "Later it may be taken; try again.",
        _ => null,
    };
}
