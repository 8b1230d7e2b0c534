using Keeper.Testing;

namespace Keeper.Process.Tests.Probes;

/// <summary>A test that asks the exporter of Debian's package; skipped, and saying why, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BlackboxFactAttribute : FactAttribute
{
    public BlackboxFactAttribute() => Skip = ProgramPath.Missing(["prometheus-blackbox-exporter"]);
}
