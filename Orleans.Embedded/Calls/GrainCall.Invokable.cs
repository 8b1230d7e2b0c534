using System.Reflection;

namespace Orleans.Embedded.Calls;

// What filters and the strict checks see of a call.
internal abstract partial class GrainCall
{
    public int GetArgumentCount() => Method.Parameters.Length;

    public abstract object? GetArgument(int index);

    public abstract void SetArgument(int index, object value);

    public string GetMethodName() => Method.Name;

    public string GetInterfaceName() => Method.Interface.Name;

    public Type GetInterfaceType() => Method.Interface.Type;

    public MethodInfo GetMethod() => Method.Info;

    public object? GetTarget() => Activation.GrainInstance;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    public bool IsCancellable => Method.TokenIndex >= 0;

    public void Dispose()
    {
        // Nothing is pooled.
    }
}
