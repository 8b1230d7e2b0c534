using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

/// <summary>A stretch of a call's code that can run now.</summary>
/// <param name="Call">The call.</param>
/// <param name="Part">What was awaited and is ready; null for the beginning.</param>
internal readonly record struct Turn(Call Call, Task? Part);
