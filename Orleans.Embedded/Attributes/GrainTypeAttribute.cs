using Orleans.Runtime;

namespace Orleans;

/// <summary>The name of a grain class in identities, instead of the one made from the class name.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    private readonly GrainType _type = GrainType.Create(grainType);

    /// <summary>The name.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _type;
}
