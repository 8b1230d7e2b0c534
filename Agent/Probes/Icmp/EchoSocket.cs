using System.Net;
using System.Net.Sockets;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Icmp;

/// <summary>Sends ICMP packets to one host and receives them.</summary>
internal interface IEchoSocket : IDisposable
{
    /// <summary>Whether what is received begins with the IP header.</summary>
    bool HasIpHeader { get; }

    ValueTask<int> SendAsync(ReadOnlyMemory<byte> packet, CancellationToken ct);

    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct);
}

/// <summary>A socket, or why there is none and whether that is this host's own doing.</summary>
internal readonly record struct OpenedEcho(IEchoSocket? Socket, string Failure, bool IsForbidden = false);

/// <summary>The system's sockets.</summary>
internal sealed class EchoSocket : IEchoSocket
{
    public const string Forbidden = "this host does not let the agent send ICMP: include the agent's group in "
        + "net.ipv4.ping_group_range, or give the agent the capability CAP_NET_RAW";

    private readonly Socket _socket;

    private EchoSocket(Socket socket, bool hasIpHeader) => (_socket, HasIpHeader) = (socket, hasIpHeader);

    public bool HasIpHeader { get; }

    /// <summary>Tries the kind that needs no privilege first, then the raw one.</summary>
    public static async Task<OpenedEcho> OpenAsync(IPAddress target, CancellationToken ct)
    {
        var v6 = target.AddressFamily == AddressFamily.InterNetworkV6;
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
        {
            var (socket, failure) = Create(target, type, v6);
            if (failure.Length > 0)
                return new(null, failure);
            if (socket is null)
                continue;
            try
            {
                // Connected, so that packets of other hosts do not get here.
                await socket.ConnectAsync(new IPEndPoint(target, 0), ct);
                return new(new EchoSocket(socket, type == SocketType.Raw && !v6), "");
            }
            catch (SocketException e)
            {
                socket.Dispose();
                return new(null, SocketFaults.Describe(e.SocketErrorCode, new IPEndPoint(target, 0)));
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }
        }

        return new(null, Forbidden, IsForbidden: true);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> packet, CancellationToken ct) => _socket.SendAsync(packet, SocketFlags.None, ct);

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct) => _socket.ReceiveAsync(buffer, SocketFlags.None, ct);

    public void Dispose() => _socket.Dispose();

    /// <summary>Neither socket nor failure: this type is not permitted or not there, the next may be.</summary>
    private static (Socket? Socket, string Failure) Create(IPAddress target, SocketType type, bool v6)
    {
        try
        {
            return (new Socket(target.AddressFamily, type, v6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp), "");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressFamilyNotSupported)
        {
            return (null, SocketFaults.Describe(e.SocketErrorCode, new IPEndPoint(target, 0)));
        }
        catch (SocketException)
        {
            return (null, "");
        }
    }
}
