namespace Keeper.Client;

/// <summary>Where the operator API is, who asks, and how patient they are.</summary>
public sealed record KeeperClientOptions
{
    /// <summary>Where a silo on the same machine listens unless configured otherwise (api.md).</summary>
    public static Uri DefaultUrl { get; } = new("http://127.0.0.1:7480");

    /// <summary>
    /// Addresses of the same platform, tried in turn; the one that answered last is asked first. At least one, http or https.
    /// </summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [DefaultUrl];

    /// <summary>The API key; <see langword="null"/> sends none, which only the health call accepts.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// How long one call may take, all its repetitions included. A call that waits for a task may take that much longer.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one call is sent at most, over all addresses; 1 never repeats.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The clock of deadlines and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal string? Fault()
    {
        if (Urls.Count == 0)
            return "Urls is empty: at least one address of the operator API is needed.";
        if (Urls.FirstOrDefault(u => !IsHttp(u)) is { } url)
            return $"Urls holds '{url}': each must be an absolute http or https address.";
        if (RequestTimeout <= TimeSpan.Zero)
            return $"RequestTimeout is {RequestTimeout}: it must be positive.";
        return MaxAttempts < 1 ? $"MaxAttempts is {MaxAttempts}: it must be at least 1." : null;
    }

    private static bool IsHttp(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
