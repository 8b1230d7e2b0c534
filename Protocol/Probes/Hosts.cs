using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>The one rule for host names and addresses in arguments.</summary>
internal static class Hosts
{
    public static string? Read(ObjectReader reader, string field)
    {
        if (reader.Text(field, 253, required: true) is not { } host)
            return null;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            reader.Fault(field, $"'{Names.Shorten(host)}' is neither a host name nor an address");
        return host;
    }
}
