using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Tls;

/// <summary>Makes the executors of the kind <c>tls</c>.</summary>
/// <param name="roots">Roots to trust instead of the host's own.</param>
internal sealed class TlsExecutorFactory(X509Certificate2Collection? roots = null) : IExecutorFactory
{
    public string Kind => TlsArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        TlsArguments.Read(arguments) is { } settled ? new TlsExecutor(settled, roots) : null;
}
