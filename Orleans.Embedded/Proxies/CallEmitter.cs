using System.Reflection;
using System.Reflection.Emit;
using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Proxies;

/// <summary>Writes the class that holds the arguments of one method's call and makes the call.</summary>
internal sealed class CallEmitter
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly TypeBuilder _type;
    private readonly FieldBuilder _method;

    public CallEmitter(ModuleBuilder module, GrainMethod method, int number)
    {
        var result = ResultOf(method.Info.ReturnType);
        var parent = result is null ? typeof(GrainCallOfNothing) : typeof(GrainCall<>).MakeGenericType(result);
        _type = module.DefineType($"{method.Name}Call{number}", TypeAttributes.Sealed | TypeAttributes.Public, parent);
        _method = _type.DefineField("Description", typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
        Arguments = [.. method.Parameters.Select((parameter, i) => _type.DefineField($"Argument{i}", parameter.ParameterType, FieldAttributes.Public))];
        Constructor = _type.DefineDefaultConstructor(MethodAttributes.Public);
        Send = parent.GetMethod(SendName(method.Info.ReturnType), Any)!;

        OverrideMethodProperty();
        OverrideInvoke(parent, method.Info);
        OverrideGetArgument();
        OverrideSetArgument();
        if (method.TokenIndex >= 0)
            OverrideToken(Arguments[method.TokenIndex]);
    }

    public ConstructorBuilder Constructor { get; }

    public FieldBuilder[] Arguments { get; }

    /// <summary>The inherited method that sends the call, in the form that the interface method returns.</summary>
    public MethodInfo Send { get; }

    /// <summary>Why a method can't be called through a proxy; null when it can.</summary>
    public static string? WhyNot(MethodInfo method)
    {
        if (method.IsGenericMethod)
            return "the embedded runtime has no generic grain methods";
        if (method.IsSpecialName)
            return "properties and events are not calls";
        if (method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
            return "a parameter is passed by reference";
        if (method.GetParameters().Count(parameter => parameter.ParameterType == typeof(CancellationToken)) > 1)
            return "it has more than one cancellation token";

        var type = method.ReturnType;
        var fits = type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || ResultOf(type) is not null;
        return fits ? null : "it returns neither Task, ValueTask nor void";
    }

    /// <summary>Finishes the class and tells it which method it is for.</summary>
    public void Complete(GrainMethod method) => _type.CreateType().GetField(_method.Name)!.SetValue(null, method);

    private static Type? ResultOf(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static string SendName(Type type) =>
        type == typeof(void) ? nameof(GrainCallOfNothing.SendAndForget)
        : typeof(Task).IsAssignableFrom(type) ? nameof(GrainCallOfNothing.SendTask)
        : nameof(GrainCallOfNothing.SendValueTask);

    private ILGenerator Override(Type declaring, string name)
    {
        var overridden = declaring.GetMethod(name, Any)!;
        var method = _type.DefineMethod(
            name,
            (overridden.Attributes & MethodAttributes.MemberAccessMask) | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            overridden.ReturnType,
            [.. overridden.GetParameters().Select(parameter => parameter.ParameterType)]);
        return method.GetILGenerator();
    }

    private void OverrideMethodProperty()
    {
        var il = Override(typeof(GrainCall), $"get_{nameof(GrainCall.Method)}");
        il.Emit(OpCodes.Ldsfld, _method);
        il.Emit(OpCodes.Ret);
    }

    private void OverrideInvoke(Type parent, MethodInfo info)
    {
        var il = Override(parent, "Invoke");
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, info.DeclaringType!);
        foreach (var argument in Arguments)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
        }

        il.Emit(OpCodes.Callvirt, info);
        if (info.ReturnType == typeof(void))
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        else if (info.ReturnType.IsValueType)
        {
            var local = il.DeclareLocal(info.ReturnType);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Call, info.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private void OverrideGetArgument()
    {
        var il = Override(typeof(GrainCall), nameof(GrainCall.GetArgument));
        SwitchOnIndex(il, argument =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
            if (argument.FieldType.IsValueType)
                il.Emit(OpCodes.Box, argument.FieldType);
        });
    }

    private void OverrideSetArgument()
    {
        var il = Override(typeof(GrainCall), nameof(GrainCall.SetArgument));
        SwitchOnIndex(il, argument =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, argument.FieldType);
            il.Emit(OpCodes.Stfld, argument);
        });
    }

    private void SwitchOnIndex(ILGenerator il, Action<FieldBuilder> body)
    {
        var labels = Arguments.Select(_ => il.DefineLabel()).ToArray();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, labels);
        il.Emit(OpCodes.Ldstr, "index");
        il.Emit(OpCodes.Newobj, typeof(ArgumentOutOfRangeException).GetConstructor([typeof(string)])!);
        il.Emit(OpCodes.Throw);
        for (var i = 0; i < labels.Length; i++)
        {
            il.MarkLabel(labels[i]);
            body(Arguments[i]);
            il.Emit(OpCodes.Ret);
        }
    }

    private void OverrideToken(FieldBuilder token)
    {
        var get = Override(typeof(GrainCall), nameof(GrainCall.GetCancellationToken));
        get.Emit(OpCodes.Ldarg_0);
        get.Emit(OpCodes.Ldfld, token);
        get.Emit(OpCodes.Ret);

        var set = Override(typeof(GrainCall), "SetCancellationToken");
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldarg_1);
        set.Emit(OpCodes.Stfld, token);
        set.Emit(OpCodes.Ret);
    }
}
