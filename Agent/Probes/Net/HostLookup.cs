using System.Net;
using System.Net.Sockets;

namespace Keeper.Agent.Probes.Net;

/// <summary>Addresses of a host, or why there are none.</summary>
internal readonly record struct FoundHost(IReadOnlyList<IPAddress> Addresses, string Failure)
{
    public bool IsFound => Addresses.Count > 0;
}

/// <summary>Asks the system's resolver.</summary>
internal static class HostLookup
{
    private const int MaxAddresses = 8;

    /// <summary>A lookup blocks a thread of the pool until the resolver answers; a dead resolver must not take them all.</summary>
    private static readonly SemaphoreSlim Lookups = new(32);

    public static async Task<FoundHost> FindAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
            return new([literal], "");
        await Lookups.WaitAsync(ct);
        var lookup = Dns.GetHostAddressesAsync(host, ct);
        // Released when the lookup has ended, not when the caller has lost patience.
        _ = lookup.ContinueWith(static _ => Lookups.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            var addresses = await lookup.WaitAsync(ct);
            return addresses.Length == 0
                ? new([], SocketFaults.DescribeLookup(SocketError.NoData, host))
                : new([.. addresses.Distinct().Take(MaxAddresses)], "");
        }
        catch (SocketException e)
        {
            return new([], SocketFaults.DescribeLookup(e.SocketErrorCode, host));
        }
    }
}
