namespace Orleans.Runtime;

/// <summary>A timer of a grain. Disposing it ends the ticks and cancels the token of a tick that is running.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next tick is due and how long after each tick the next one follows.</summary>
    /// <param name="dueTime">Until the next tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="period">From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for a single tick.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
