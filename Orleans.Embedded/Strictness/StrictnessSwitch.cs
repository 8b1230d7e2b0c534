namespace Orleans.Embedded.Strictness;

/// <summary>Whether the silo checks what crosses its calls; test clusters turn it on.</summary>
internal sealed record StrictnessSwitch(bool IsOn);
