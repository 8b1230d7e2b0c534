using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Keys and references of grains, the same for a grain itself and for a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the grain by another of its interfaces. Nothing is checked until it is called.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

    /// <summary>A reference to the grain by another of its interfaces. Nothing is checked until it is called.</summary>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(interfaceType);
        return interfaceType.IsInstanceOfType(grain) && grain is GrainReference
            ? grain
            : ReferenceTo(grain).As(interfaceType);
    }

    /// <summary>A reference to the grain by another of its interfaces. Nothing is checked until it is called.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => AsReference<TGrainInterface>(grain);

    /// <summary>A reference to the grain by another of its interfaces. Nothing is checked until it is called.</summary>
    public static object Cast(this IAddressable grain, Type interfaceType) => AsReference(grain, interfaceType);

    /// <summary>The grain's identity.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase instance => instance.GrainContext.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw NotAGrain(grain),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    /// <summary>The integer key.</summary>
    /// <exception cref="InvalidOperationException">The grain is keyed otherwise.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain) => GetGrainId(grain).GetIntegerKey();

    /// <summary>Both parts of a compound key; <paramref name="keyExt"/> is null when there is one part.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt) => GetGrainId(grain).GetIntegerKey(out keyExt);

    /// <summary>The GUID key.</summary>
    /// <exception cref="InvalidOperationException">The grain is keyed otherwise.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain) => GetGrainId(grain).GetGuidKey();

    /// <summary>Both parts of a compound key; <paramref name="keyExt"/> is null when there is one part.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt) => GetGrainId(grain).GetGuidKey(out keyExt);

    private static GrainReference ReferenceTo(IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase instance => Activation.Of(instance.GrainContext).GrainReference,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw NotAGrain(grain),
    };

    private static ArgumentException NotAGrain(IAddressable grain) =>
        new($"{grain.GetType()} is neither a grain nor a reference to one. For observers use CreateObjectReference.", nameof(grain));
}
