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
            reader.Number("cpuPercent", 1, 100, about: "Most processor time over all processors, in percent."),
            reader.Number("memoryPercent", 1, 100, about: "Most memory that is not available to programs, in percent."),
            reader.Number("diskPercent", 1, 100, about: "Most space used on each of the disks, in percent."));
        reader.Done();
        return thresholds;
    }
}

/// <summary>Arguments of the kind <c>metrics</c>: what the agent's own host uses.</summary>
public sealed record MetricsArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "metrics";

    /// <summary>What it does, for people.</summary>
    public const string About = "What does the agent's own host use: processors, memory, disks, network?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"thresholds": {"memoryPercent": 90, "diskPercent": 90}}""";

    /// <summary>Folders whose disks are looked at, at most 20; the root by default.</summary>
    public IReadOnlyList<string> Disks { get; init; } = ["/"];

    /// <summary>Limits.</summary>
    public MetricsThresholds Thresholds { get; init; } = new(null, null, null);

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static MetricsArguments? Read(ObjectReader reader)
    {
        var disks = reader.Texts("disks", 20, 500, about: "Folders whose disks are looked at; the root folder by default.") ?? ["/"];
        foreach (var disk in disks.Where(d => !d.StartsWith('/') && !(d.Length >= 2 && d[1] == ':')))
            reader.Fault("disks", $"'{Names.Shorten(disk)}' is not an absolute path");
        var thresholds = reader.Group("thresholds", MetricsThresholds.Read, about: "Limits of what may be used.")
            ?? new MetricsThresholds(null, null, null);
        reader.Done();
        return reader.Faulty ? null : new MetricsArguments { Disks = disks, Thresholds = thresholds };
    }
}
