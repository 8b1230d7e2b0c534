namespace Keeper.Protocol.Agents;

/// <summary>
/// The answer of <c>GET /agent/v1/active?waitSeconds=N</c> where several processes share a database: this one is active.
/// A stand-by answers 503, after waiting up to <c>N</c> s (at most 30) for its turn; elsewhere there is no such call (404).
/// </summary>
/// <param name="Epoch">Grows with every take-over.</param>
public sealed record ActiveResponse(long Epoch);
