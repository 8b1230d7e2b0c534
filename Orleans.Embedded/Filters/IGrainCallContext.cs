using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A grain call on its way, as filters see it.</summary>
public interface IGrainCallContext
{
    /// <summary>The call with its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>The grain, or the reference to it on the caller's side.</summary>
    object Grain { get; }

    /// <summary>Whose code made the call; null when it came from outside grains.</summary>
    GrainId? SourceId { get; }

    /// <summary>Whom the call is for.</summary>
    GrainId TargetId { get; }

    /// <summary>The interface's type name.</summary>
    GrainInterfaceType InterfaceType { get; }

    /// <summary>The interface's name.</summary>
    string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    string MethodName { get; }

    /// <summary>The interface method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>What the call answered, once <see cref="Invoke"/> has completed; a filter may replace it.</summary>
    object? Result { get; set; }

    /// <summary>Goes on to the next filter or the method itself.</summary>
    Task Invoke();
}

/// <summary>A call on its way into a grain.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The method of the grain class.</summary>
    MethodInfo ImplementationMethod { get; }

    /// <summary>The activation that runs the call.</summary>
    IGrainContext TargetContext { get; }
}

/// <summary>A call on its way out of its caller.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation whose code made the call; null outside grains.</summary>
    IGrainContext? SourceContext { get; }
}
