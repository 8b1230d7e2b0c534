using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Port;

/// <summary>Makes the executors of the kind <c>port</c>.</summary>
/// <param name="roots">Roots to trust instead of the host's own.</param>
internal sealed class PortExecutorFactory(X509Certificate2Collection? roots = null) : IExecutorFactory
{
    public string Kind => PortArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) => PortArguments.Read(arguments) switch
    {
        null => null,
        { Udp: true } udp => new UdpExecutor(udp),
        var tcp => new TcpExecutor(tcp, roots),
    };
}
