using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>Names of grain classes, and which types are grain classes and interfaces.</summary>
internal static class GrainTypes
{
    /// <summary>The class name in lower case, without "grain" at its end, unless an attribute says otherwise.</summary>
    public static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute)
            return attribute.GetGrainType(null!, type);

        var name = type.Name.ToLowerInvariant();
        const string suffix = "grain";
        return GrainType.Create(name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length ? name[..^suffix.Length] : name);
    }

    public static bool IsCallable(Type type) =>
        type.IsInterface
        && typeof(IAddressable).IsAssignableFrom(type)
        && type.Assembly != typeof(GrainTypes).Assembly;

    public static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(IGrainBase).IsAssignableFrom(type);
}
