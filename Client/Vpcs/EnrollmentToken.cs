namespace Keeper.Client.Vpcs;

/// <summary>How long a token lives and how many agents it takes in.</summary>
/// <param name="ExpiresInSeconds">From 1 second to a year.</param>
/// <param name="MaxUses">From 1 to 100,000.</param>
public sealed record EnrollmentTokenRequest(int ExpiresInSeconds, int MaxUses);

/// <summary>A token with which agents enrol themselves into one VPC. It is shown this once.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record EnrollmentToken(string Token, DateTimeOffset ExpiresAt);
