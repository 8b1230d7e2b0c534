namespace Keeper.Client;

/// <summary>No address could be reached, or none answered before the deadline.</summary>
/// <param name="failures">Each address that was tried last, with the reason that it failed.</param>
/// <param name="inner">The last failure.</param>
public sealed class KeeperUnreachableException(IReadOnlyList<UrlFailure> failures, Exception? inner = null)
    : KeeperException(string.Join("; ", failures.Select(f => $"{f.Url}: {f.Reason}")), inner)
{
    /// <summary>Each address that was tried, with the reason of its last failure.</summary>
    public IReadOnlyList<UrlFailure> Failures { get; } = failures;
}

/// <summary>Why one address did not answer.</summary>
/// <param name="Url">The address.</param>
/// <param name="Reason">The reason, for people.</param>
public sealed record UrlFailure(Uri Url, string Reason);
