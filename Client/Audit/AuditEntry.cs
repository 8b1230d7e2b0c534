namespace Keeper.Client.Audit;

/// <summary>Somebody changed something.</summary>
/// <param name="At">When.</param>
/// <param name="Principal">Who.</param>
/// <param name="Action">What, for example <c>task.cancel</c>.</param>
/// <param name="Target">On what.</param>
/// <param name="Detail">More, for people.</param>
public sealed record AuditEntry(DateTimeOffset At, string Principal, string Action, string Target, string? Detail = null);
