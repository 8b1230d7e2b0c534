using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Cluster;

/// <summary>
/// A test of several silos of the Orleans form; skipped, and saying what is missing, where that form was not built: its
/// packages come from a source that the repository does not name (docs/orleans.md).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    /// <summary>Looks for the server, the database's programs and Orleans' scripts.</summary>
    public ClusterFactAttribute() => Skip =
        (File.Exists(Executables.ClusterSilo) ? null : "needs the Orleans form: dotnet build Silo -p:GrainRuntime=Orleans")
        ?? ProgramPath.Missing(PostgreSqlProcess.Programs) ?? OrleansScripts.Missing();
}
