namespace Keeper.Cli.Tests.Fakes;

/// <summary>What the fake API answers.</summary>
internal sealed record Reply(int Status, string Body = "", string ContentType = "application/json")
{
    public string? RetryAfter { get; init; }

    /// <summary>Hold the answer back until the caller hangs up.</summary>
    public bool Never { get; init; }

    public static Reply Ok(string body) => new(200, body);

    public static Reply Problem(int status, string title, string errors = "{}", string? detail = null) => new(
        status,
        $$"""{"type":"urn:keeper:problem:test","title":"{{title}}","status":{{status}},"detail":"{{detail}}","errors":{{errors}}}""",
        "application/problem+json");
}
