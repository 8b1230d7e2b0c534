using System.Net.Sockets;

namespace Keeper.Agent.Tests.Probes.Icmp;

/// <summary>A test that sends real echo requests, where the system lets it.</summary>
internal sealed class IcmpFactAttribute : FactAttribute
{
    public IcmpFactAttribute()
    {
        if (!CanOpen(SocketType.Dgram) && !CanOpen(SocketType.Raw))
            Skip = "the system permits no ICMP sockets: set net.ipv4.ping_group_range or run with CAP_NET_RAW";
    }

    private static bool CanOpen(SocketType type)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Icmp);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
