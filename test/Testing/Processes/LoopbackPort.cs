using System.Net;
using System.Net.Sockets;

namespace Keeper.Testing;

/// <summary>Ports for servers that can't choose one by themselves.</summary>
public static class LoopbackPort
{
    private const int Tries = 5;

    /// <summary>Below what systems give to outgoing connections: none of those takes it meanwhile.</summary>
    private const int First = 12_000, Beyond = 32_000;

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

    /// <summary>A port that nobody has, by TCP or UDP. It stays free while a server that had it starts again.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Beyond);
            try
            {
                using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                tcp.Bind(new IPEndPoint(IPAddress.Any, port));
                udp.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }
}
