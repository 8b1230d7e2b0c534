namespace Keeper.Agent.Gateway;

/// <summary>
/// Which gateway to call: after an error the next one at once, and only when every one has failed in a row a pause.
/// Shared by everything that calls, so that one caller's discovery serves all.
/// </summary>
internal sealed class GatewayRotation(IReadOnlyList<Uri> gateways, RetryDelays delays)
{
    private readonly Lock _lock = new();
    private int _current;
    private int _failuresInARow;

    public Uri Current
    {
        get
        {
            lock (_lock)
                return gateways[_current];
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _failuresInARow = 0;
            delays.Reset();
        }
    }

    /// <summary>Notes that a gateway failed and tells how long to wait before calling <see cref="Current"/>.</summary>
    public TimeSpan Failed(Uri gateway)
    {
        lock (_lock)
        {
            // Somebody else has moved on already: the gateway that is current now deserves its try.
            if (gateways.Count > 1 && gateway != gateways[_current])
                return TimeSpan.Zero;
            _current = (_current + 1) % gateways.Count;
            return ++_failuresInARow % gateways.Count == 0 ? delays.Next() : TimeSpan.Zero;
        }
    }
}
