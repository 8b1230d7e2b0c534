namespace Keeper.Agent.Gateway;

/// <summary>
/// Decorrelated jitter: each delay is drawn between the base and three times the one before, so that thousands of agents
/// that lost one gateway do not return in waves.
/// </summary>
internal sealed class RetryDelays(Random random)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan LongestFirst = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan LongestAfterAnswer = TimeSpan.FromSeconds(3);

    private TimeSpan _last;

    public TimeSpan Next()
    {
        var ceiling = _last == TimeSpan.Zero ? LongestFirst : _last * 3;
        if (ceiling > Longest)
            ceiling = Longest;
        return _last = Shortest + ((ceiling - Shortest) * random.NextDouble());
    }

    /// <summary>
    /// The gateway answered, and said when another try is worth while: no guessing, and no slower than heartbeats, or agents
    /// would be missed after an outage of the platform that is long over.
    /// </summary>
    public TimeSpan After(TimeSpan asked) =>
        (asked < Longest ? asked : Longest) + (LongestAfterAnswer * random.NextDouble());

    public void Reset() => _last = TimeSpan.Zero;
}
