using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Message;

/// <summary>Makes the executors of the kind <c>message</c>.</summary>
internal sealed class MessageExecutorFactory : IExecutorFactory
{
    public string Kind => MessageArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        MessageArguments.Read(arguments) is { } settled ? new MessageExecutor(settled) : null;
}
