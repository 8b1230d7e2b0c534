using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Embedded.Filters;

/// <summary>Finds the class method behind an interface method.</summary>
internal static class Implementations
{
    private static readonly ConcurrentDictionary<(Type Class, MethodInfo Method), MethodInfo> Known = new();

    public static MethodInfo Find(Type grainClass, MethodInfo method) => Known.GetOrAdd((grainClass, method), static key =>
    {
        var map = key.Class.GetInterfaceMap(key.Method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, key.Method)];
    });
}
