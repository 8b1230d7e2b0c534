using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.ObjectStorage;

/// <summary>Makes the executors of the kind <c>objectstorage</c>.</summary>
internal sealed class ObjectStorageExecutorFactory : IExecutorFactory
{
    public string Kind => ObjectStorageArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        ObjectStorageArguments.Read(arguments) is { } settled ? new ObjectStorageExecutor(settled) : null;
}
