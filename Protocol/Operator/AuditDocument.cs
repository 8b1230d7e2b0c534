namespace Keeper.Protocol.Operator;

/// <summary>Somebody changed something.</summary>
/// <param name="At">When.</param>
/// <param name="Principal">Who: the name of a key.</param>
/// <param name="Action">What, for example <c>task.cancel</c>.</param>
/// <param name="Target">On what, for example an id.</param>
/// <param name="Detail">More, for people.</param>
public sealed record AuditDocument(DateTimeOffset At, string Principal, string Action, string Target, string Detail);
