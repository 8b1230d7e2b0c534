using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Log;

/// <summary>Makes the executors of the kind <c>log</c>.</summary>
/// <param name="folder">Where it is kept how far each log was read.</param>
internal sealed class LogExecutorFactory(string folder) : IExecutorFactory
{
    private readonly LogPositions _positions = new(folder);

    public string Kind => LogArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        LogArguments.Read(arguments) is { } settled ? new LogExecutor(settled, _positions) : null;
}
