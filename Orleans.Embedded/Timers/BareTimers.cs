namespace Orleans.Embedded.Timers;

internal static class BareTimers
{
    /// <summary>A timer whose callback sees nothing of the async-locals of whoever creates it. Not armed yet.</summary>
    public static ITimer CreateBareTimer(this TimeProvider clock, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        using (ExecutionContext.SuppressFlow())
            return clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
