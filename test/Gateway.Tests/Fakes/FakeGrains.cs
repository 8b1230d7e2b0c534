using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>A grain factory over hand-written grains: one of each kind for each key, made on first use.</summary>
internal sealed partial class FakeGrains : IGrainFactory
{
    private readonly ConcurrentDictionary<(Type, string), object> _grains = new();

    public ConcurrentDictionary<IGrainObserver, int> References { get; } = new();

    public FakeAccess Access => Of<FakeAccess>("0");

    public FakeLists Lists => Of<FakeLists>("0");

    public FakeAgent Agent(string id) => Of<FakeAgent>(id);

    public FakeVpc Vpc(string name) => Of<FakeVpc>(name);

    public FakeTask Task(string id) => Of<FakeTask>(id);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)Find(typeof(TGrainInterface), primaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => (TGrainInterface)Find(typeof(TGrainInterface), $"{primaryKey}");

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        References.AddOrUpdate(obj, 1, (_, count) => count + 1);
        return (TGrainObserverInterface)obj;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => References.TryRemove(obj, out _);

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

    private T Of<T>(string key)
        where T : notnull => (T)Find(typeof(T).GetInterfaces().First(i => i.Namespace!.StartsWith("Keeper.", StringComparison.Ordinal)), key);

    private object Find(Type type, string key) => type.Name switch
    {
        "IAgentGrain" => _grains.GetOrAdd((typeof(FakeAgent), key), _ => new FakeAgent(key)),
        "IVpcGrain" => _grains.GetOrAdd((typeof(FakeVpc), key), _ => new FakeVpc(key, this)),
        "ITaskGrain" => _grains.GetOrAdd((typeof(FakeTask), key), _ => new FakeTask()),
        "IAccessGrain" => _grains.GetOrAdd((typeof(FakeAccess), key), _ => new FakeAccess()),
        _ => _grains.GetOrAdd((typeof(FakeLists), key), _ => new FakeLists()),
    };
}
