using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Proxies;

/// <summary>A grain interface with its proxy class.</summary>
internal sealed class GrainInterface
{
    private readonly Lazy<Func<ReferenceTarget, GrainReference>> _create;

    public GrainInterface(Type type)
    {
        Type = type;
        InterfaceType = GrainInterfaceType.Create(type.FullName ?? type.Name);
        _create = new Lazy<Func<ReferenceTarget, GrainReference>>(() => ProxyEmitter.Emit(this));
    }

    public Type Type { get; }

    public string Name => Type.Name;

    public GrainInterfaceType InterfaceType { get; }

    /// <param name="silo">The silo.</param>
    /// <param name="id">The target.</param>
    /// <param name="responseTimeout">How long callers wait for methods that don't say.</param>
    public GrainReference CreateReference(LocalSilo silo, GrainId id, TimeSpan responseTimeout) =>
        _create.Value(new ReferenceTarget(silo, this, id, responseTimeout));
}
