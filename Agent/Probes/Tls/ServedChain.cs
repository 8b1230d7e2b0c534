using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Tls;

/// <summary>What people want to know of one certificate.</summary>
internal sealed record ServedCertificate(string Subject, string Issuer, DateTimeOffset From, DateTimeOffset Until)
{
    public static ServedCertificate Of(X509Certificate2 certificate) => new(
        certificate.Subject, certificate.Issuer, new(certificate.NotBefore.ToUniversalTime()), new(certificate.NotAfter.ToUniversalTime()));

    public override string ToString() => $"{Subject}, issued by {Issuer}, valid from {From:yyyy-MM-dd HH:mm:ss}Z until {Until:yyyy-MM-dd HH:mm:ss}Z";
}

/// <summary>
/// A server's chain, from its own certificate to the root as far as it is known. Kept as values, because the handshake
/// disposes what it shows.
/// </summary>
internal sealed record ServedChain(IReadOnlyList<ServedCertificate> Certificates, string Names, bool IsForName, X509ChainStatusFlags Status)
{
    private const int MaxCertificates = 10;

    /// <summary>Time is judged apart from trust; nobody is asked whether it was revoked, so not knowing is no fault.</summary>
    private const X509ChainStatusFlags NotAboutTrust = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested
        | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>The certificate that ends first; with it the chain does.</summary>
    public ServedCertificate Earliest => Certificates.MinBy(c => c.Until)!;

    /// <summary>What this host would refuse it for, all in one line; empty when it would take it.</summary>
    public string Faults { get; init; } = "";

    /// <summary>Whole days until the first of its certificates ends; negative when it has.</summary>
    public double DaysLeft(TimeProvider time) => Math.Floor((Earliest.Until - time.GetUtcNow()).TotalDays);

    public static ServedChain? Of(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return null;
        var elements = (chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>()).Take(MaxCertificates).Select(e => ServedCertificate.Of(e.Certificate)).ToList();
        return new(
            elements.Count == 0 ? [ServedCertificate.Of(certificate)] : elements,
            CertificateFaults.NamesOf(certificate),
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status))
        {
            Faults = CertificateFaults.Describe(certificate, chain, errors),
        };
    }

    /// <summary>Why the chain is not trusted, whatever the day; empty when it is.</summary>
    public string TrustFaults()
    {
        var faults = new List<string>();
        var last = Certificates[^1];
        if (Status.HasFlag(X509ChainStatusFlags.UntrustedRoot))
            faults.Add(Certificates.Count == 1 ? $"{last.Subject} is its own issuer" : $"the root {last.Subject} is not trusted here");
        if (Status.HasFlag(X509ChainStatusFlags.PartialChain))
            faults.Add($"the issuer {last.Issuer} is not known here, and the server does not send it");
        var others = Status & ~(NotAboutTrust | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain);
        if (others != X509ChainStatusFlags.NoError)
            faults.Add(others.ToString());
        return string.Join("; ", faults);
    }
}
