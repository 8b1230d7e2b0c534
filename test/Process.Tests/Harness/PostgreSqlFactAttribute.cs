using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>A test that starts a PostgreSQL server of its own; skipped, and saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    /// <summary>Looks for the programs.</summary>
    public PostgreSqlFactAttribute() => Skip = ProgramPath.Missing(PostgreSqlProcess.Programs);
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the programs.</summary>
    public PostgreSqlTheoryAttribute() => Skip = ProgramPath.Missing(PostgreSqlProcess.Programs);
}
