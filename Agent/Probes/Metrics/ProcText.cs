using System.Globalization;

namespace Keeper.Agent.Probes.Metrics;

/// <summary>Processor time since the start of the system, in the system's ticks.</summary>
internal sealed record CpuTimes(long Busy, long Total);

/// <summary>Memory in KiB.</summary>
internal sealed record MemoryUse(long Total, long Available)
{
    public double UsedPercent => 100.0 * (Total - Available) / Total;
}

/// <summary>How many processes ran or waited for a processor, over one, five and fifteen minutes.</summary>
internal sealed record LoadAverages(double One, double Five, double Fifteen)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{One:0.00} {Five:0.00} {Fifteen:0.00}");
}

/// <summary>Bytes that an interface has received and sent since it came up.</summary>
internal sealed record Traffic(string Interface, long Received, long Sent);

/// <summary>One process: processor time in ticks, and memory in pages. Number and start together are never given out twice.</summary>
internal sealed record ProcessUse(int Id, long Started, string Name, long Ticks, long Pages);

/// <summary>Reads the texts of Linux's /proc (proc(5)). <see langword="null"/> for anything that is not as described there.</summary>
internal static class ProcText
{
    private const int MaxInterfaces = 64;

    /// <summary>/proc/stat. Guests' time is part of user time already, so only the first eight figures count.</summary>
    public static CpuTimes? Cpu(string text)
    {
        var fields = Fields(LineOf(text, "cpu "));
        if (fields.Length < 5)
            return null;
        var ticks = fields[1..Math.Min(fields.Length, 9)].Select(Number).ToList();
        if (ticks.Contains(null))
            return null;
        var idle = ticks[3] + (ticks.Count > 4 ? ticks[4] : 0);
        var total = ticks.Sum();
        return new(total!.Value - idle!.Value, total.Value);
    }

    /// <summary>/proc/meminfo.</summary>
    public static MemoryUse? Memory(string text) =>
        Kibibytes(text, "MemTotal:") is { } total and > 0 && Kibibytes(text, "MemAvailable:") is { } available && available <= total
            ? new(total, available) : null;

    /// <summary>/proc/loadavg.</summary>
    public static LoadAverages? Load(string text) =>
        Fields(text) is [var one, var five, var fifteen, ..] && Average(one) is { } l1 && Average(five) is { } l5 && Average(fifteen) is { } l15
            ? new(l1, l5, l15) : null;

    /// <summary>/proc/net/dev, without the loopback.</summary>
    public static IReadOnlyList<Traffic> Network(string text)
    {
        var interfaces = new List<Traffic>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Split(':') is [var name, var figures] && name.Trim() is not "lo" and var trimmed && interfaces.Count < MaxInterfaces
                && Fields(figures) is { Length: >= 9 } fields && Number(fields[0]) is { } received && Number(fields[8]) is { } sent)
                interfaces.Add(new(trimmed, received, sent));
        }

        return interfaces;
    }

    /// <summary>/proc/[pid]/stat. The name may contain anything, brackets and spaces too, so the last bracket ends it.</summary>
    public static ProcessUse? Process(string text)
    {
        var open = text.IndexOf('(');
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open || !int.TryParse(text.AsSpan(0, open), CultureInfo.InvariantCulture, out var id))
            return null;
        // The fields after the name begin with the third of the page's table.
        var fields = Fields(text[(close + 1)..]);
        return fields.Length > 21 && Number(fields[11]) is { } user && Number(fields[12]) is { } kernel
            && Number(fields[19]) is { } started && Number(fields[21]) is { } pages
            ? new(id, started, text[(open + 1)..close], user + kernel, pages) : null;
    }

    private static long? Kibibytes(string text, string key) => Fields(LineOf(text, key)) is [_, var figure, "kB"] ? Number(figure) : null;

    private static string LineOf(string text, string start) =>
        text.Split('\n').FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal)) ?? "";

    private static string[] Fields(string text) => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static double? Average(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var average) ? average : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
