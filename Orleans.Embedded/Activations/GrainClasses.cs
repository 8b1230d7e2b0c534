using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The grain classes of the application, by name and by interface.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly ILookup<Type, GrainClass> _byInterface;
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _resolved = new();

    public GrainClasses(IEnumerable<Type> types)
    {
        foreach (var grainClass in types.Select(type => new GrainClass(type)))
        {
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"The grain classes {_byType[grainClass.GrainType].Type} and {grainClass.Type} share the grain type \"{grainClass.GrainType}\". Give one of them a GrainTypeAttribute.");
            }
        }

        _byInterface = _byType.Values
            .SelectMany(grainClass => grainClass.Interfaces.Select(type => (type, grainClass)))
            .ToLookup(pair => pair.type, pair => pair.grainClass);
    }

    public GrainClass? Find(GrainType type) => _byType.GetValueOrDefault(type);

    /// <summary>The class to use for an interface.</summary>
    /// <exception cref="ArgumentException">No class, or no single class, implements it.</exception>
    public GrainClass Resolve(Type interfaceType, string? prefix) =>
        _resolved.GetOrAdd((interfaceType, string.IsNullOrWhiteSpace(prefix) ? null : prefix), Select);

    private GrainClass Select((Type Interface, string? Prefix) key)
    {
        var candidates = _byInterface[key.Interface].ToArray();
        if (key.Prefix is not null)
        {
            candidates = [.. candidates.Where(c => c.Type!.FullName!.StartsWith(key.Prefix, StringComparison.Ordinal))];
            if (Array.Find(candidates, c => c.Type!.FullName == key.Prefix) is { } exact)
                return exact;
        }

        if (candidates.Length > 1 && Array.Find(candidates, c => IsNamedAfter(c.Type!, key.Interface)) is { } named && key.Prefix is null)
            return named;

        return candidates switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"Could not find an implementation for interface {key.Interface}{Suffix(key.Prefix)}."),
            _ => throw new ArgumentException(
                $"Unable to identify a single appropriate grain type for interface {key.Interface}{Suffix(key.Prefix)}. Candidates: {string.Join(", ", candidates.Select(c => c.Type!.FullName))}"),
        };
    }

    // IThing is implemented by Thing, whatever else implements it.
    private static bool IsNamedAfter(Type type, Type interfaceType) =>
        interfaceType.Name.Length > 1 && interfaceType.Name[0] == 'I' && interfaceType.Name.AsSpan(1).SequenceEqual(type.Name);

    private static string Suffix(string? prefix) => prefix is null ? "" : $" with class name prefix \"{prefix}\"";
}
