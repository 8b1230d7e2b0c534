using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Keeper.Agent.Probes.Domain;

/// <summary>Names on their way to the wire. Reading them is <see cref="DnsReader"/>'s.</summary>
internal static class DnsName
{
    public const int MaxLength = 255;
    public const int MaxLabelLength = 63;

    /// <summary>The name's labels as the wire has them, or what is wrong with it.</summary>
    public static byte[]? Encode(string name, out string fault)
    {
        fault = "";
        var ascii = name.TrimEnd('.');
        if (!Ascii.IsValid(ascii))
        {
            try
            {
                ascii = new IdnMapping().GetAscii(ascii);
            }
            catch (ArgumentException e)
            {
                fault = $"'{name}' is not a domain name: {e.Message}";
                return null;
            }
        }

        var wire = new List<byte>();
        foreach (var label in ascii.Length == 0 ? [] : ascii.Split('.'))
        {
            if (label.Length is 0 or > MaxLabelLength)
            {
                fault = $"'{name}' is not a domain name: a label has {label.Length} characters; allowed are 1 to {MaxLabelLength}";
                return null;
            }

            wire.Add((byte)label.Length);
            wire.AddRange(Encoding.ASCII.GetBytes(label));
        }

        wire.Add(0);
        if (wire.Count <= MaxLength)
            return [.. wire];
        fault = $"'{name}' is not a domain name: it takes {wire.Count} bytes; allowed are {MaxLength}";
        return null;
    }

    /// <summary>The name under which an address is looked up backwards.</summary>
    public static string Reverse(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', bytes.Reverse()) + ".in-addr.arpa"
            : string.Join('.', Convert.ToHexStringLower(bytes).Reverse()) + ".ip6.arpa";
    }
}
