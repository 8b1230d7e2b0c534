namespace Keeper.Protocol.Agents;

/// <summary>
/// The answer of <c>GET /agent/v1/active?waitSeconds=N</c>, which is held for up to <c>N</c> s (at most 30). Where several
/// processes take turns on a database: this one is active; a stand-by answers 503 after waiting for its turn. Where all of
/// several silos are active: one of the others was lost; 204 when none was. A process that is alone has no such call (404).
/// </summary>
/// <param name="Epoch">Grows with every take-over; 0 where nobody takes turns.</param>
/// <param name="SiloLost">
/// Another silo of the cluster was lost, and not said which: whoever uses another gateway makes sure that it still answers.
/// </param>
public sealed record ActiveResponse(long Epoch, bool SiloLost = false);
