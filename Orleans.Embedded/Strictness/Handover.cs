namespace Orleans.Embedded.Strictness;

/// <summary>Copies of a call's arguments as they were handed over.</summary>
internal sealed record Handover(object?[] Arguments);
