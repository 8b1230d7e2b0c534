using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Http;

/// <summary>Makes the executors of the kind <c>http</c>.</summary>
internal sealed class HttpExecutorFactory : IExecutorFactory
{
    public string Kind => HttpArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        HttpArguments.Read(arguments) is { } settled ? new HttpExecutor(settled) : null;
}
