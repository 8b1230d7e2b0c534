using Keeper.Testing;

namespace Keeper.Process.Tests.Standby;

/// <summary>A test that starts a PostgreSQL server of its own; skipped, and saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    /// <summary>Looks for the programs.</summary>
    public PostgreSqlFactAttribute() => Skip = ProgramPath.Missing(PostgreSqlProcess.Programs);
}
