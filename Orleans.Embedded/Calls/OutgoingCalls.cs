namespace Orleans.Embedded.Calls;

/// <summary>The calls that a call has made and that have not ended.</summary>
internal sealed class OutgoingCalls
{
    private readonly Lock _lock = new();
    private readonly List<GrainCall> _calls = [];

    public bool Any
    {
        get
        {
            lock (_lock)
                return _calls.Count > 0;
        }
    }

    public void Add(GrainCall call)
    {
        lock (_lock)
            _calls.Add(call);
    }

    public void Remove(GrainCall call)
    {
        lock (_lock)
            _calls.Remove(call);
    }

    public GrainCall[] Snapshot()
    {
        lock (_lock)
            return [.. _calls];
    }
}
