using System.Text.Json.Serialization;

namespace Keeper.Protocol.Operator;

/// <summary>Answer of <c>GET /healthz</c>.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>standby</c>.</param>
/// <param name="Reasons">Why it is degraded.</param>
/// <param name="Active">URL of the active process, on a stand-by.</param>
public sealed record HealthDocument(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Reasons = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Active = null);
