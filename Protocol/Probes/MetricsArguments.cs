using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Limits of what a host uses, in percent, 1 to 100; <see langword="null"/> where there is none.</summary>
/// <param name="CpuPercent">Most processor time, over all processors.</param>
/// <param name="MemoryPercent">Most memory that is not available to programs.</param>
/// <param name="DiskPercent">Most space used on each of the disks.</param>
public sealed record MetricsThresholds(int? CpuPercent, int? MemoryPercent, int? DiskPercent)
{
    internal static MetricsThresholds Read(ObjectReader reader)
    {
        var thresholds = new MetricsThresholds(
            reader.Number("cpuPercent", 1, 100), reader.Number("memoryPercent", 1, 100), reader.Number("diskPercent", 1, 100));
        reader.Done();
        return thresholds;
    }
}

/// <summary>Arguments of the kind <c>metrics</c>: what the agent's own host uses.</summary>
public sealed record MetricsArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "metrics";

    /// <summary>Folders whose disks are looked at, at most 20; the root by default.</summary>
    public IReadOnlyList<string> Disks { get; init; } = ["/"];

    /// <summary>Limits.</summary>
    public MetricsThresholds Thresholds { get; init; } = new(null, null, null);

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static MetricsArguments? Read(ObjectReader reader)
    {
        var disks = reader.Texts("disks", 20, 500) ?? ["/"];
        foreach (var disk in disks.Where(d => !d.StartsWith('/') && !(d.Length >= 2 && d[1] == ':')))
            reader.Fault("disks", $"'{Names.Shorten(disk)}' is not an absolute path");
        var thresholds = reader.Value("thresholds") is { } value
            ? MetricsThresholds.Read(new ObjectReader(value, reader.PathOf("thresholds"), reader.Faults))
            : new MetricsThresholds(null, null, null);
        reader.Done();
        return reader.Faulty ? null : new MetricsArguments { Disks = disks, Thresholds = thresholds };
    }
}
