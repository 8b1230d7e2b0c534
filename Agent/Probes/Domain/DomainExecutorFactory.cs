using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Domain;

/// <summary>Makes the executors of the kind <c>domain</c>.</summary>
internal sealed class DomainExecutorFactory : IExecutorFactory
{
    private const string ResolverFile = "/etc/resolv.conf";

    public string Kind => DomainArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        DomainArguments.Read(arguments) is { } settled ? new DomainExecutor(settled, ResolverFile) : null;
}
