using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>The one rule for host names and addresses in arguments.</summary>
internal static class Hosts
{
    public static string? Read(ObjectReader reader, string field, string? about = null) =>
        Check(reader, field, reader.Text(field, 253, required: true, about: about ?? "Host name or address."));

    public static string? ReadOptional(ObjectReader reader, string field, string about, bool mayBeEmpty = false) =>
        Check(reader, field, reader.Text(field, 253, minLength: mayBeEmpty ? 0 : 1, about: about));

    private static string? Check(ObjectReader reader, string field, string? host)
    {
        if (host is { Length: > 0 } && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            reader.Fault(field, $"'{Names.Shorten(host)}' is neither a host name nor an address");
        return host;
    }
}
