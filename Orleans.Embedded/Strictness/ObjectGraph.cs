using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Orleans.Runtime;

namespace Orleans.Embedded.Strictness;

/// <summary>Walks object graphs by their fields.</summary>
internal static class ObjectGraph
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    private static readonly MethodInfo Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Everything that the graph holds, in a fixed order. Two lists are equal when nothing has changed in between.</summary>
    public static List<object?> Flatten(object? root)
    {
        var list = new List<object?>();
        Flatten(root, list, new Dictionary<object, int>(ReferenceEqualityComparer.Instance));
        return list;
    }

    /// <summary>A copy that shares nothing that could change.</summary>
    public static T Copy<T>(T root) => (T)Copy(root, new Dictionary<object, object>(ReferenceEqualityComparer.Instance))!;

    /// <summary>Values that never change, or that are identities and not data.</summary>
    public static bool IsAtom(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type.IsPointer
        || type == typeof(string)
        || type == typeof(decimal)
        || type == typeof(Guid)
        || type == typeof(DateTime)
        || type == typeof(DateTimeOffset)
        || type == typeof(DateOnly)
        || type == typeof(TimeOnly)
        || type == typeof(TimeSpan)
        || type == typeof(CancellationToken)
        || type == typeof(Uri)
        || type == typeof(Version)
        || type == typeof(object)
        || type == typeof(JsonElement)
        || typeof(Type).IsAssignableFrom(type)
        || typeof(Delegate).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || typeof(IAddressable).IsAssignableFrom(type)
        || (typeof(IEqualityComparer).IsAssignableFrom(type) && type.Assembly == typeof(object).Assembly)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false);

    public static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static key =>
    {
        var fields = new List<FieldInfo>();
        for (Type? current = key; current is not null && current != typeof(object); current = current.BaseType)
            fields.AddRange(current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        return [.. fields];
    });

    private static void Flatten(object? value, List<object?> list, Dictionary<object, int> seen)
    {
        if (value is null || IsAtom(value.GetType()))
        {
            list.Add(value);
            return;
        }

        var type = value.GetType();
        list.Add(type);
        if (!type.IsValueType && !seen.TryAdd(value, seen.Count))
        {
            list.Add(seen[value]);
            return;
        }

        // Collections by what they hold: their fields also change when somebody only reads.
        if (value is IEnumerable items)
        {
            var start = list.Count;
            list.Add(null);
            var count = 0;
            foreach (var item in items)
            {
                Flatten(item, list, seen);
                count++;
            }

            list[start] = count;
            return;
        }

        foreach (var field in FieldsOf(type))
            Flatten(field.GetValue(value), list, seen);
    }

    private static object? Copy(object? value, Dictionary<object, object> copies)
    {
        if (value is null || IsAtom(value.GetType()))
            return value;
        if (copies.TryGetValue(value, out var known))
            return known;

        var copy = Clone.Invoke(value, null)!;
        copies[value] = copy;
        if (copy is Array array)
            CopyItems(array, copies);
        else
        {
            foreach (var field in FieldsOf(value.GetType()).Where(field => !IsAtom(field.FieldType) || field.FieldType == typeof(object)))
                field.SetValue(copy, Copy(field.GetValue(value), copies));
        }

        return copy;
    }

    private static void CopyItems(Array array, Dictionary<object, object> copies)
    {
        if (array.Rank != 1 || IsAtom(array.GetType().GetElementType()!))
            return;
        for (var i = 0; i < array.Length; i++)
            array.SetValue(Copy(array.GetValue(i), copies), i);
    }
}
