using System.Net;
using System.Net.Sockets;

namespace Keeper.Process.Tests.Harness;

/// <summary>Ports for a silo that is to be found at the same place after a restart, where port 0 can't serve.</summary>
internal sealed record FreePorts(int Operator, int Gateway)
{
    public static FreePorts Take()
    {
        // Both listen at once, so that they differ.
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return new FreePorts(PortOf(first), PortOf(second));
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
