namespace Keeper.Agent.Probes.Metrics;

/// <summary>Space on the disk of a folder, or why it cannot be told.</summary>
internal sealed record DiskUse(string Path, double? UsedPercent, string Text)
{
    public long? FreeBytes { get; init; }

    /// <summary>A dead network disk does not answer, ever; the thread that asked is then lost, so few may ask.</summary>
    private static readonly SemaphoreSlim Askers = new(4);

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<DiskUse> FindAsync(string path, Func<string, DiskUse> read, TimeProvider time, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await Askers.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(path, null, "cannot be read: earlier questions about disks are still without an answer");
        }

        var asking = Task.Run(() => read(path), CancellationToken.None);
        // Released when the disk has answered, not when the caller has lost patience.
        _ = asking.ContinueWith(static _ => Askers.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await asking.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            return new(path, null, $"cannot be read: the disk does not answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Asks the system. Percent as df shows it: what is kept for the administrator is neither used nor free.</summary>
    public static DiskUse Read(string path)
    {
        try
        {
            if (!Directory.Exists(path))
                return new(path, null, "cannot be read: there is no such folder");
            var disk = new DriveInfo(path);
            return Of(path, disk.TotalSize - disk.TotalFreeSpace, disk.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(path, null, $"cannot be read: {e.Message}");
        }
    }

    public static DiskUse Of(string path, long used, long available)
    {
        var percent = used + available > 0 ? 100.0 * used / (used + available) : 0;
        return new(path, percent, $"{percent:0.#} % ({available / (1 << 20)} MiB left)") { FreeBytes = available };
    }
}
