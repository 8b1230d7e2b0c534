using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>The one rule for host names and addresses in arguments.</summary>
internal static class Hosts
{
    public static string? Read(ObjectReader reader, string field) => Check(reader, field, reader.Text(field, 253, required: true));

    public static string? ReadOptional(ObjectReader reader, string field) => Check(reader, field, reader.Text(field, 253, minLength: 1));

    private static string? Check(ObjectReader reader, string field, string? host)
    {
        if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            reader.Fault(field, $"'{Names.Shorten(host)}' is neither a host name nor an address");
        return host;
    }
}
