namespace Orleans;

/// <summary>Sees every call before the grain does. A grain class may implement it for its own calls.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Runs around the call; does what <see cref="IGrainCallContext.Invoke"/> leads on to, or not.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Sees every call on its caller's side.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Runs around the call; does what <see cref="IGrainCallContext.Invoke"/> leads on to, or not.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>A filter as a delegate.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>A filter as a delegate.</summary>
public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
