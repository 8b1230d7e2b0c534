using System.Collections.Frozen;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Http;

/// <summary>An answer that says what is wrong (RFC 9457).</summary>
internal sealed record Problem(int Status, string Word, string Title, string Detail)
{
    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = FrozenDictionary<string, string[]>.Empty;

    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = NoErrors;

    /// <summary>Of a batch that was taken in part.</summary>
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>After how many seconds it is worth trying again.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What the connection carries can't be made out any more: it has to end.</summary>
    public bool ClosesConnection { get; init; }

    public static Problem Invalid(Faults faults) =>
        new(400, "invalid", "The request is not valid", faults.Count == 1 ? "One thing is wrong with it." : $"{faults.Count} things are wrong with it.")
        {
            Errors = faults.ByField(),
        };

    public static Problem Invalid(string field, string message)
    {
        var faults = new Faults();
        faults.Add(field, message);
        return Invalid(faults);
    }

    public static Problem Malformed(string detail) => new(400, "malformed-json", "The body is not JSON", detail);

    public static Problem Unauthenticated(string detail) => new(401, "unauthenticated", "Not authenticated", detail);

    public static Problem Forbidden(string detail) => new(403, "forbidden", "Not allowed", detail);

    public static Problem NotFound(string detail) => new(404, "not-found", "Not found", detail);

    public static Problem WrongMethod(string method, string allowed) =>
        new(405, "method-not-allowed", "Method not allowed", $"{method} is not possible here; possible are: {allowed}.");

    public static Problem Conflict(string word, string detail) => new(409, word, "Conflict", detail);

    public static Problem TooLarge(long limit) =>
        new(413, "too-large", "The body is too large", $"At most {limit} bytes are taken.");

    public static Problem Unavailable(string word, string detail) =>
        new(503, word, "Not possible at the moment", detail) { RetryAfterSeconds = 1 };

    public static Problem Failed() =>
        new(500, "internal", "Keeper failed", "This is a fault of Keeper's; its log says more.");
}
