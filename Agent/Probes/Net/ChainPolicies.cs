using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Probes.Net;

/// <summary>How the chain of a server's certificate is built.</summary>
internal static class ChainPolicies
{
    /// <summary>
    /// From what the server sends and this host trusts, and nothing else: a target must not make the agent call the
    /// addresses that its certificate names. Whether it was revoked is not asked.
    /// </summary>
    public static X509ChainPolicy NoDownloads() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
