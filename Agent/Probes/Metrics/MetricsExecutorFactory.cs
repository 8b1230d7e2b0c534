using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Metrics;

/// <summary>Makes the executors of the kind <c>metrics</c>.</summary>
/// <param name="proc">Where the system's figures are.</param>
/// <param name="readDisk">Asks for a disk's space; the system unless given.</param>
internal sealed class MetricsExecutorFactory(string proc = "/proc", Func<string, DiskUse>? readDisk = null) : IExecutorFactory
{
    public string Kind => MetricsArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        MetricsArguments.Read(arguments) is { } settled ? new MetricsExecutor(settled, new ProcFiles(proc), readDisk ?? DiskUse.Read) : null;
}
