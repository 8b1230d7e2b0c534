using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Embedded.Proxies;

/// <summary>Writes the proxy class of a grain interface: one class for the reference, one per method for its calls.</summary>
internal static class ProxyEmitter
{
    private static readonly ConstructorInfo BaseConstructor =
        typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ReferenceTarget)])!;

    public static Func<ReferenceTarget, GrainReference> Emit(GrainInterface target)
    {
        var methods = MethodsOf(target.Type);
        var module = DefineModule(target.Type, methods);
        var proxy = module.DefineType($"{target.Type.FullName}Proxy", TypeAttributes.Sealed | TypeAttributes.Public, typeof(GrainReference), [target.Type]);
        var constructor = DefineConstructor(proxy);
        var create = DefineCreate(proxy, constructor);
        var calls = new List<(GrainMethod Method, CallEmitter Call)>();
        foreach (var info in methods)
        {
            var method = new GrainMethod(target, info);
            var call = new CallEmitter(module, method, calls.Count);
            DefineMethod(proxy, info, call);
            calls.Add((method, call));
        }

        foreach (var (method, call) in calls)
            call.Complete(method);
        return proxy.CreateType().GetMethod(create.Name)!.CreateDelegate<Func<ReferenceTarget, GrainReference>>();
    }

    private static List<MethodInfo> MethodsOf(Type type)
    {
        var methods = type.GetInterfaces().Prepend(type).SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public)).Where(m => m.IsAbstract).ToList();
        foreach (var method in methods)
        {
            if (CallEmitter.WhyNot(method) is { } fault)
                throw new NotSupportedException($"{type}.{method.Name} can't be a grain method: {fault}.");
        }

        return methods;
    }

    // The proxies derive from internal classes here and implement interfaces that may be internal elsewhere.
    private static ModuleBuilder DefineModule(Type type, List<MethodInfo> methods)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{type.FullName}.Proxy"), AssemblyBuilderAccess.Run);
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var friends = methods
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).Append(method.DeclaringType!))
            .Append(type)
            .Append(typeof(ProxyEmitter))
            .SelectMany(TypeAndArguments)
            .Select(mentioned => mentioned.Assembly.GetName().Name!)
            .Distinct(StringComparer.Ordinal);
        foreach (var friend in friends)
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [friend]));
        return assembly.DefineDynamicModule("Proxy");
    }

    private static IEnumerable<Type> TypeAndArguments(Type type) =>
        type.HasElementType ? TypeAndArguments(type.GetElementType()!) : type.GetGenericArguments().SelectMany(TypeAndArguments).Append(type);

    private static ConstructorBuilder DefineConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(ReferenceTarget)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static MethodBuilder DefineCreate(TypeBuilder proxy, ConstructorBuilder constructor)
    {
        var create = proxy.DefineMethod("CreateProxy", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), [typeof(ReferenceTarget)]);
        var il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return create;
    }

    private static void DefineMethod(TypeBuilder proxy, MethodInfo info, CallEmitter call)
    {
        var parameters = info.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var method = proxy.DefineMethod(
            $"{info.DeclaringType!.FullName}.{info.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            info.ReturnType,
            parameters);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Newobj, call.Constructor);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, i + 1);
            il.Emit(OpCodes.Stfld, call.Arguments[i]);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, call.Send);
        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(method, info);
    }
}
