using System.Net;

namespace Keeper.Agent.Probes.Domain;

/// <summary>Finds the server that the system asks, for record types that the system's resolver does not give out.</summary>
internal static class ResolverConfiguration
{
    private const int DnsPort = 53;
    private const int MaxLines = 1000;

    /// <summary>The first name server, or why there is none.</summary>
    public static IPEndPoint? FirstServer(string path, out string failure)
    {
        failure = "";
        try
        {
            foreach (var line in File.ReadLines(path).Take(MaxLines))
            {
                if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var text, ..]
                    && IPAddress.TryParse(text, out var address))
                    return new IPEndPoint(address, DnsPort);
            }

            failure = $"'{path}' names no server; name one as 'server'";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = $"this host's DNS server is not known ({e.Message}); name one as 'server'";
        }

        return null;
    }
}
