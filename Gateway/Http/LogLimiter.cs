namespace Keeper.Gateway.Http;

/// <summary>Lets one message through in a while and counts the others, so that a fault that repeats cannot flood the log.</summary>
internal sealed class LogLimiter(TimeProvider time, TimeSpan interval)
{
    private readonly Lock _gate = new();
    private long? _last;
    private int _suppressed;

    /// <summary>Whether to log now, and how many were not logged before.</summary>
    public bool TryPass(out int suppressed)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last, now) < interval)
            {
                suppressed = 0;
                _suppressed++;
                return false;
            }

            _last = now;
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}
