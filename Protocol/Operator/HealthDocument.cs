using System.Text.Json.Serialization;

namespace Keeper.Protocol.Operator;

/// <summary>Answer of <c>GET /healthz</c>.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>standby</c>.</param>
/// <param name="Reasons">Why it is degraded.</param>
/// <param name="Active">URL of the active process, on a stand-by.</param>
public sealed record HealthDocument(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Reasons = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Active = null)
{
    /// <summary>It can take work.</summary>
    public static HealthDocument Ok { get; } = new("ok");

    /// <summary>It can't take work, or not as it should.</summary>
    public static HealthDocument Degraded(IReadOnlyList<string> reasons) => new("degraded", reasons);

    /// <summary>Another process is the active one.</summary>
    public static HealthDocument Standby(string activeUrl) => new("standby", Active: activeUrl);
}
