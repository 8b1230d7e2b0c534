namespace Keeper.Gateway.Metrics;

/// <summary>The value of one instrument under one set of labels.</summary>
internal abstract class Series
{
    public abstract void Record(double value);

    public abstract void Write(TextWriter output, string name, string labels);

    protected static string Figure(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R");

    protected static void Line(TextWriter output, string name, string labels, double value)
    {
        output.Write(name);
        if (labels.Length > 0)
            output.Write($"{{{labels}}}");
        output.Write($" {Figure(value)}\n");
    }
}

/// <summary>Adds up: counters and up-down counters.</summary>
internal sealed class SumSeries : Series
{
    private double _sum;

    public override void Record(double value)
    {
        var seen = Volatile.Read(ref _sum);
        double before;
        while ((before = Interlocked.CompareExchange(ref _sum, seen + value, seen)) != seen)
            seen = before;
    }

    public override void Write(TextWriter output, string name, string labels) => Line(output, name, labels, Volatile.Read(ref _sum));
}

/// <summary>Keeps the newest value: gauges, and everything that is observed as a total.</summary>
internal sealed class LastSeries : Series
{
    private double _value;

    public override void Record(double value) => Volatile.Write(ref _value, value);

    public override void Write(TextWriter output, string name, string labels) => Line(output, name, labels, Volatile.Read(ref _value));
}

/// <summary>Counts values by bucket.</summary>
internal sealed class HistogramSeries(double[] bounds) : Series
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public override void Record(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        lock (_gate)
        {
            _counts[bucket < 0 ? ~bucket : bucket]++;
            _sum += value;
        }
    }

    public override void Write(TextWriter output, string name, string labels)
    {
        long[] counts;
        double sum;
        lock (_gate)
        {
            counts = [.. _counts];
            sum = _sum;
        }

        var prefix = labels.Length == 0 ? "" : labels + ",";
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            var bound = i < bounds.Length ? Figure(bounds[i]) : "+Inf";
            Line(output, $"{name}_bucket", $"{prefix}le=\"{bound}\"", below);
        }

        Line(output, $"{name}_sum", labels, sum);
        Line(output, $"{name}_count", labels, below);
    }
}
