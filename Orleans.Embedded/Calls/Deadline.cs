namespace Orleans.Embedded.Calls;

/// <summary>The end of one call's wait; a link in its queue.</summary>
internal sealed class Deadline(GrainCall call, DeadlineQueue queue, long due)
{
    public GrainCall Call { get; } = call;

    public DeadlineQueue Queue { get; } = queue;

    /// <summary>When the wait ends, in ticks of the clock's timestamp.</summary>
    public long Due { get; } = due;

    public Deadline? Previous { get; set; }

    public Deadline? Next { get; set; }
}
