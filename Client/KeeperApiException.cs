using System.Net;

namespace Keeper.Client;

/// <summary>The platform answered, and the answer is no.</summary>
public sealed class KeeperApiException(Uri url, HttpStatusCode status, Problem problem)
    : KeeperException(Describe(status, problem))
{
    /// <summary>The address that answered.</summary>
    public Uri Url { get; } = url;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem's title, or the status in words when the answer carried none.</summary>
    public string Title { get; } = problem.Title ?? status.ToString();

    /// <summary>More about this case, if the platform said more.</summary>
    public string? Detail { get; } = problem.Detail;

    /// <summary>The problem's type, if it has one.</summary>
    public string? Type { get; } = problem.Type;

    /// <summary>Everything that is wrong with the input, by the path of the field.</summary>
    public IReadOnlyDictionary<string, string[]> Faults { get; } =
        problem.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal);

    private static string Describe(HttpStatusCode status, Problem problem)
    {
        var faults = problem.Errors?.SelectMany(f => f.Value.Select(m => f.Key.Length == 0 ? m : $"{f.Key}: {m}")) ?? [];
        string?[] parts = [problem.Title ?? status.ToString(), problem.Detail, .. faults];
        return $"{(int)status} {string.Join("; ", parts.Where(p => !string.IsNullOrEmpty(p)))}";
    }
}
