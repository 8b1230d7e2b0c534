using System.Net;
using System.Net.Sockets;

namespace Keeper.Agent.Permissions.Limits;

/// <summary>One address has several spellings. A rule is about the place, not about how it is written.</summary>
internal static class Addresses
{
    /// <summary>Well-known prefix under which a translator reaches IPv4 hosts (RFC 6052).</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Where a connection to the address really goes: IPv4 inside IPv6 is IPv4, and the unspecified address is this host.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.Equals(IPAddress.Any))
            return IPAddress.Loopback;
        return plain.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : plain;
    }

    /// <summary>The IPv4 address that a translator in the network would make of this one, if it is such a one.</summary>
    public static IPAddress? BehindTranslator(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address) ? new IPAddress(address.GetAddressBytes()[^4..]) : null;

    /// <summary>
    /// An address or a network (<c>10.0.0.0/8</c>); a network of IPv4 written inside IPv6 is one of IPv4. Short forms (<c>10.1</c>)
    /// and bits behind the prefix are refused: who writes them may mean something else than would be read.
    /// </summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        var first = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(first, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != first))
            return false;
        if (slash < 0)
            network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        else if (!IPNetwork.TryParse(text, out network) || !network.BaseAddress.Equals(address))
            return false;
        if (address.IsIPv4MappedToIPv6 && network.PrefixLength >= 96)
            network = new IPNetwork(address.MapToIPv4(), network.PrefixLength - 96);
        return true;
    }
}
