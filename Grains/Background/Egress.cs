using System.Net;
using System.Net.Sockets;

namespace Keeper.Grains.Background;

/// <summary>
/// Where an operator's URL may make the silo connect to: anything but link-local addresses (169.254.0.0/16, fe80::/10),
/// where clouds hand out credentials to whoever asks. Checked on the address that is connected to, so that a name which
/// resolves to one does not get around it.
/// </summary>
internal static class Egress
{
    /// <summary>Whether connecting to an address is allowed.</summary>
    public static bool IsAllowed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6LinkLocal;
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] != 169 || bytes[1] != 254;
    }

    /// <summary>A handler that connects to allowed addresses only and follows no redirects.</summary>
    public static SocketsHttpHandler Handler(bool allowLinkLocal) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allowLinkLocal, cancellation),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowLinkLocal, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var allowed = Array.FindAll(addresses, a => allowLinkLocal || IsAllowed(a));
        if (allowed.Length == 0)
            throw new HttpRequestException($"{target.Host} has no address that may be connected to; link-local ones may not.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
