using System.Net;
using System.Net.Sockets;

namespace Keeper.Testing;

/// <summary>Ports for servers that can't choose one by themselves.</summary>
public static class LoopbackPort
{
    private const int Tries = 5;

    /// <summary>Starts a server on a free port; on another when somebody took it in between.</summary>
    /// <param name="startAsync">Starts it; <see langword="null"/> when it could not have the port.</param>
    public static async Task<T> StartAsync<T>(Func<int, Task<T?>> startAsync)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(startAsync);
        for (var i = 0; i < Tries; i++)
        {
            if (await startAsync(Free()).ConfigureAwait(false) is { } server)
            {
                return server;
            }
        }

        throw new InvalidOperationException($"No server got a port in {Tries} tries.");
    }

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
