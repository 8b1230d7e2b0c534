using System.Net;
using Keeper.Protocol.Operator;

namespace Keeper.Client;

/// <summary>The platform answered, and the answer is no.</summary>
public sealed class KeeperApiException : KeeperException
{
    private KeeperApiException(Uri url, HttpStatusCode status, string title, ProblemDocument? problem, string message)
        : base(message)
    {
        Url = url;
        Status = status;
        Title = title;
        Type = problem?.Type;
        Detail = problem?.Detail;
        Faults = problem?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal);
        TakenIds = problem?.Ids;
    }

    /// <summary>The address that answered.</summary>
    public Uri Url { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The problem's title, or the status in words when the answer carried none.</summary>
    public string Title { get; }

    /// <summary>The problem's type, if it has one.</summary>
    public string? Type { get; }

    /// <summary>More about this case, if the platform said more.</summary>
    public string? Detail { get; }

    /// <summary>Everything that is wrong with the input, by the path of the field.</summary>
    public IReadOnlyDictionary<string, string[]> Faults { get; }

    /// <summary>Of a batch that was taken in part: the id of each task that was, <see langword="null"/> for the others.</summary>
    public IReadOnlyList<string?>? TakenIds { get; }

    /// <summary>From the problem document of an answer; <see langword="null"/> when something in between answered without one.</summary>
    internal static KeeperApiException Of(Uri url, HttpStatusCode status, ProblemDocument? problem)
    {
        var title = string.IsNullOrEmpty(problem?.Title) ? status.ToString() : problem.Title;
        var faults = problem?.Errors?.SelectMany(f => f.Value.Select(m => f.Key.Length == 0 ? m : $"{f.Key}: {m}")) ?? [];
        string?[] parts = [title, problem?.Detail, .. faults];
        var message = $"{(int)status} {string.Join("; ", parts.Where(p => !string.IsNullOrEmpty(p)))}";
        return new KeeperApiException(url, status, title, problem, message);
    }

    /// <summary>For an answer that is not Keeper's although its status says success.</summary>
    internal static KeeperApiException NotKeeper(Uri url, HttpStatusCode status, string why)
    {
        const string What = "The answer is not one of Keeper's operator API";
        return new KeeperApiException(url, status, What, problem: null, $"{(int)status} {What}: {why}");
    }
}
