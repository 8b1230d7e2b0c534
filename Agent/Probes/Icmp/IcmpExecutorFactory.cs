using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Icmp;

/// <summary>Makes the executors of the kind <c>icmp</c>.</summary>
/// <param name="open">Opens sockets; the system's unless given.</param>
internal sealed class IcmpExecutorFactory(EchoOpener? open = null) : IExecutorFactory
{
    public string Kind => IcmpArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        IcmpArguments.Read(arguments) is { } settled ? new IcmpExecutor(settled, open ?? EchoSocket.OpenAsync) : null;
}
