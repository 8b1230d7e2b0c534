using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded.Strictness;

/// <summary>Which values Microsoft Orleans could send.</summary>
internal static class SerializationRules
{
    private static readonly ConcurrentDictionary<Type, string?> Faults = new();

    /// <summary>What keeps the value from being sent, or null.</summary>
    public static string? FaultOf(object? value) => FaultOf(value, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static string? FaultOf(object? value, HashSet<object> seen)
    {
        if (value is null || value is Type or Exception || value.GetType() is { IsPrimitive: true })
            return null;
        if (value is IAddressable)
        {
            return value is GrainReference ? null
                : $"{value.GetType()} is an object and not a reference; hand over AsReference<T>() or CreateObjectReference<T>()";
        }

        var type = value.GetType();
        if (!type.IsValueType && !seen.Add(value))
            return null;
        if (Faults.GetOrAdd(type, FaultOf) is { } fault)
            return fault;
        if (IsPlain(type))
            return null;
        if (value is IEnumerable items)
            return items.Cast<object?>().Select(item => FaultOf(item, seen)).FirstOrDefault(found => found is not null);
        return ObjectGraph.FieldsOf(type).Select(field => FaultOf(field.GetValue(value), seen)).FirstOrDefault(found => found is not null);
    }

    private static string? FaultOf(Type type)
    {
        if (IsPlain(type) || type.IsArray || IsKnown(type))
            return null;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            return $"{type} has no [GenerateSerializer]";

        for (Type? current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            if (!IsKnown(current) && UnnumberedMember(current) is { } member)
                return $"{current}.{member} has no [Id] and would be lost";
        }

        return null;
    }

    private static bool IsPlain(Type type) =>
        ObjectGraph.IsAtom(type) && !type.IsDefined(typeof(ImmutableAttribute), inherit: false) && !typeof(Delegate).IsAssignableFrom(type);

    // What Orleans serializes without being told: its own types, collections, tuples, nullables and memory.
    private static bool IsKnown(Type type) =>
        type.Assembly == typeof(SerializationRules).Assembly
        || type.Namespace is "System.Collections" or "System.Collections.Generic" or "System.Collections.ObjectModel"
            or "System.Collections.Immutable" or "System.Collections.Frozen" or "System.Collections.Concurrent" or "System.Net"
        || (type.Namespace == "System" && type.IsGenericType
            && (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || type.Name.StartsWith("Tuple`", StringComparison.Ordinal)
                || type.Name is "Nullable`1" or "Memory`1" or "ReadOnlyMemory`1" or "ArraySegment`1"))
        || (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) ?? false);

    private static string? UnnumberedMember(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(own).Where(field => !field.IsDefined(typeof(NonSerializedAttribute))))
        {
            var property = field.Name.StartsWith('<') ? type.GetProperty(field.Name[1..field.Name.IndexOf('>')], own) : null;
            var member = (MemberInfo?)property ?? field;
            if (!member.IsDefined(typeof(IdAttribute)) && !IsPositional(type, member.Name))
                return member.Name;
        }

        return null;
    }

    // The members that a record's parameter list declares are numbered by their position.
    private static bool IsPositional(Type type, string name)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var isRecord = type.GetMethod("PrintMembers", any | BindingFlags.DeclaredOnly) is not null;
        var included = isRecord || type.GetCustomAttribute<GenerateSerializerAttribute>()!.IncludePrimaryConstructorParameters;
        return included && type.GetConstructors(any).Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == name));
    }
}
