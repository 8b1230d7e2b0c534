using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Http;

/// <summary>Looks at the certificate during the handshake and keeps what the probe has to say about it.</summary>
internal sealed class ServerCertificate(bool insecure)
{
    /// <summary>Why it is not good; empty when it is, or when none was seen.</summary>
    public string Faults { get; private set; } = "";

    public DateTimeOffset? ValidUntil { get; private set; }

    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var shown = certificate as X509Certificate2;
        ValidUntil = shown is null ? null : new DateTimeOffset(shown.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        Faults = CertificateFaults.Describe(shown, chain, errors);
        return insecure || errors == SslPolicyErrors.None;
    }
}
