namespace Keeper.Bench;

/// <summary>What one round of a case came to.</summary>
/// <param name="Calls">Calls of each caller.</param>
/// <param name="Elapsed">How long the round took.</param>
/// <param name="AllocatedBytes">What the process allocated meanwhile.</param>
internal sealed record Round(long[] Calls, TimeSpan Elapsed, long AllocatedBytes)
{
    public double PerSecond => Calls.Sum() / Elapsed.TotalSeconds;

    public override string ToString()
    {
        var total = Calls.Sum();
        var mean = (double)total / Calls.Length;
        return $"{PerSecond,12:N0} calls/s   {(double)AllocatedBytes / total,6:N0} B/call   callers min {Calls.Min() / mean:P0} max {Calls.Max() / mean:P0} of the mean";
    }
}
