namespace Keeper.Grains.Background;

/// <summary>How long to wait before the next try: doubling from 5 seconds to an hour, spread so that failures do not march in step.</summary>
internal static class RetryPauses
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The pause after a number of tries.</summary>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="chance">0 to 1; takes up to a quarter off the pause.</param>
    public static TimeSpan After(int tries, double chance)
    {
        var doubled = First * Math.Pow(2, Math.Min(tries - 1, 30));
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (1 - (chance / 4));
    }
}
