using System.Reflection;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Activations;

/// <summary>Finds the method that <see cref="MayInterleaveAttribute"/> names.</summary>
internal static class Interleaving
{
    public static Func<object?, IInvokable, bool>? PredicateOf(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
            return null;

        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(IInvokable)]);
        if (method is null || method.ReturnType != typeof(bool))
        {
            throw new InvalidOperationException(
                $"{type} has no method bool {attribute.CallbackMethodName}(IInvokable), which its MayInterleaveAttribute names.");
        }

        if (!method.IsStatic)
            return (instance, call) => instance is not null && (bool)method.Invoke(instance, [call])!;

        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, call) => predicate(call);
    }
}
