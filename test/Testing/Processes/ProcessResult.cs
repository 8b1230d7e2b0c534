namespace Keeper.Testing;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote, both streams.</param>
public sealed record ProcessResult(int ExitCode, string Output);
