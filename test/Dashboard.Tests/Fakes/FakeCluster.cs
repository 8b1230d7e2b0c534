using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Dashboard.Tests.Fakes;

/// <summary>The grains that the dashboard calls, over a platform of invented data.</summary>
internal sealed partial class FakeCluster(FakePlatform platform, IServiceProvider services) : IClusterClient
{
    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        object grain = typeof(TGrainInterface).Name switch
        {
            nameof(IVpcGrain) => new FakeVpcGrain(platform, primaryKey),
            nameof(IAgentGrain) => new FakeAgentGrain(platform, primaryKey),
            nameof(ITaskGrain) => new FakeTaskGrain(platform, primaryKey),
            var other => throw new NotSupportedException(other),
        };
        return (TGrainInterface)grain;
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey
    {
        object grain = typeof(TGrainInterface).Name switch
        {
            nameof(IAccessGrain) => new FakeAccessGrain(platform),
            nameof(IFleetGrain) => new FakeFleetGrain(platform),
            nameof(ITaskListGrain) => new FakeTaskListGrain(platform),
            nameof(IVpcListGrain) => new FakeVpcListGrain(platform),
            var other => throw new NotSupportedException(other),
        };
        return (TGrainInterface)grain;
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => (TGrainObserverInterface)obj;

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        // The object is its own reference.
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();
}
