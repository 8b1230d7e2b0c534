using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call of a grain method as filters see it.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>Whether the method takes a cancellation token.</summary>
    bool IsCancellable { get; }

    /// <summary>The object that the method runs on.</summary>
    object? GetTarget();

    /// <summary>How many parameters the method has.</summary>
    int GetArgumentCount();

    /// <summary>An argument by position.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument; its type must fit.</summary>
    void SetArgument(int index, object value);

    /// <summary>The token argument, or the default.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>The time-out that the method declares.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's name.</summary>
    string GetInterfaceName();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The interface method.</summary>
    MethodInfo GetMethod();

    /// <summary>Cancels the token argument.</summary>
    bool TryCancel();
}
