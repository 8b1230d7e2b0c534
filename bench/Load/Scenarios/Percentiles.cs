namespace Keeper.Bench.Load.Scenarios;

/// <summary>Order statistics of a sample.</summary>
internal static class Percentiles
{
    public static double Of(double[] sorted, double fraction) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * fraction))];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
