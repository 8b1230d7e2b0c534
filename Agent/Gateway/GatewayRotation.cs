namespace Keeper.Agent.Gateway;

/// <summary>
/// Which gateway to call: after an error the next one at once, and only when every one has failed in a row a pause.
/// Shared by everything that calls, so that one caller's discovery serves all. A gateway that is known to have become the
/// active one is elected: whoever waits for another, or for its pause to pass, goes there at once.
/// </summary>
internal sealed class GatewayRotation(IList<Uri> gateways, RetryDelays delays) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _elected = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _epoch;
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

    /// <summary>The gateway to call, and what ends the call when another is elected.</summary>
    public (Uri Gateway, CancellationToken Elected) Take()
    {
        lock (_lock)
            return (gateways[_current], _elected.Token);
    }

    /// <summary>A gateway says that it is the active one. An epoch that is past by now changes nothing.</summary>
    public void Elect(Uri gateway, long epoch)
    {
        CancellationTokenSource passed;
        lock (_lock)
        {
            if (epoch < _epoch || Serves(gateway))
                return;
            _epoch = epoch;
            passed = GoTo(gateway);
        }

        passed.Cancel();
        passed.Dispose();
    }

    /// <summary>
    /// From a gateway that has fallen silent to one that answers, or back to one that could not serve a moment ago: whoever
    /// waits for the former, or for a pause to pass, goes there at once. Not when all have left the former already.
    /// </summary>
    public void TurnTo(Uri gateway, Uri from)
    {
        CancellationTokenSource passed;
        lock (_lock)
        {
            if (gateways[_current] != from || Serves(gateway))
                return;
            passed = GoTo(gateway);
        }

        passed.Cancel();
        passed.Dispose();
    }

    /// <summary>Waits as long as a gateway is the one in use and answers.</summary>
    public async Task WhileServesAsync(Uri gateway, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!Serves(gateway))
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    /// <summary>Notes that a gateway failed and tells how long to wait before calling <see cref="Current"/>.</summary>
    /// <param name="gateway">The one that failed.</param>
    /// <param name="asked">How long it asked to be left alone; <see langword="null"/> when it said nothing.</param>
    public TimeSpan Failed(Uri gateway, TimeSpan? asked = null)
    {
        lock (_lock)
        {
            // Somebody else has moved on already: the gateway that is current now deserves its try.
            if (gateways.Count > 1 && gateway != gateways[_current])
                return TimeSpan.Zero;
            _current = (_current + 1) % gateways.Count;
            Changed();
            if (++_failuresInARow % gateways.Count != 0)
                return TimeSpan.Zero;
            return asked is { } pause ? delays.After(pause) : delays.Next();
        }
    }

    public void Dispose() => _elected.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <returns>What ends the calls to the former one; cancelled by the caller, outside the lock.</returns>
    private CancellationTokenSource GoTo(Uri gateway)
    {
        var passed = _elected;
        _current = gateways.IndexOf(gateway);
        _failuresInARow = 0;
        delays.Reset();
        _elected = new CancellationTokenSource();
        Changed();
        return passed;
    }

    private bool Serves(Uri gateway) => gateways[_current] == gateway && _failuresInARow == 0;

    private void Changed()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
