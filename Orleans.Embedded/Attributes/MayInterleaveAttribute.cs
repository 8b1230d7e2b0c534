namespace Orleans.Concurrency;

/// <summary>A method of the class decides, call by call, which may start while others wait for something.</summary>
/// <param name="callbackMethodName">A method of the class that takes an <c>IInvokable</c> and returns a <see cref="bool"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}
