using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Http;

/// <summary>Looks at the certificate during the handshake and keeps what the probe has to say about it.</summary>
internal sealed class ServerCertificate(bool insecure)
{
    /// <summary>Why it is not good; empty when it is, or when none was seen.</summary>
    public string Faults { get; private set; } = "";

    /// <summary>Whether the handshake ended because of it.</summary>
    public bool IsRefused => Faults.Length > 0 && !insecure;

    public DateTimeOffset? ValidUntil { get; private set; }

    /// <summary>Whole days for which it is still valid; <see langword="null"/> when none was seen.</summary>
    public double? DaysLeft(TimeProvider time) => ValidUntil is { } until ? Math.Floor((until - time.GetUtcNow()).TotalDays) : null;

    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var shown = certificate as X509Certificate2;
        ValidUntil = shown is null ? null : new DateTimeOffset(shown.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        Faults = CertificateFaults.Describe(shown, chain, errors);
        return insecure || errors == SslPolicyErrors.None;
    }
}
