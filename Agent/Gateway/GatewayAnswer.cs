namespace Keeper.Agent.Gateway;

/// <summary>What to do next after a call, which is all that the loops need to know of it.</summary>
internal enum Verdict
{
    /// <summary>It was answered.</summary>
    Ok,

    /// <summary>Nobody answered, or the platform cannot serve now: try elsewhere, then later.</summary>
    Retry,

    /// <summary>The body is not taken: sending the same again is no use.</summary>
    Rejected,

    /// <summary>The credential or token is not (any more) valid.</summary>
    Unauthorized,

    /// <summary>Another installation has taken over the credential, or the name is taken.</summary>
    Conflict,
}

/// <summary>An answer as a value: failures of the network are no exceptions here, they are Tuesday.</summary>
/// <param name="Verdict">What to do next.</param>
/// <param name="Body">The body, with <see cref="Verdict.Ok"/> only.</param>
/// <param name="Detail">What happened, for people, with any other verdict.</param>
/// <param name="RetryAfter">How long to wait before the next call, after a failure that another try may mend.</param>
internal readonly record struct GatewayAnswer<T>(Verdict Verdict, T? Body, string Detail, TimeSpan RetryAfter);
