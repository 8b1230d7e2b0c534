using Orleans.Embedded.Activations;
using Orleans.Embedded.Proxies;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer. References with the same target and interface are equal.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    // The activation that answered last; saves the look-up while it lives.
    private Activation? _last;

    internal GrainReference(ReferenceTarget target)
    {
        Target = target;
        GrainId = target.GrainId;
    }

    /// <summary>Whom the reference points to.</summary>
    public GrainId GrainId { get; }

    /// <summary>The interface that calls go through.</summary>
    public GrainInterfaceType InterfaceType => Target.Interface.InterfaceType;

    /// <summary>The interface's name.</summary>
    public virtual string InterfaceName => Target.Interface.Name;

    internal ReferenceTarget Target { get; }

    internal Activation? LastActivation
    {
        get => Volatile.Read(ref _last);
        set => Volatile.Write(ref _last, value);
    }

    /// <summary>The same target by another interface.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)As(typeof(TGrainInterface));

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) =>
        ReferenceEquals(this, other) || (other is not null && GrainId == other.GrainId && InterfaceType == other.InterfaceType);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>Compares by target and interface.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Compares by target and interface.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceName}";

    internal object As(Type interfaceType) => Target.Silo.Interfaces.Get(interfaceType).CreateReference(Target.Silo, GrainId, Target.ResponseTimeout);
}
