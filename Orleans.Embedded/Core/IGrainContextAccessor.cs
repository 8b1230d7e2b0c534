namespace Orleans.Runtime;

/// <summary>Finds the activation whose code is running.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation whose turn is running on this thread; null outside grain code.</summary>
    IGrainContext GrainContext { get; }
}
