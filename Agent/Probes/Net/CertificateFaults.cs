using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Probes.Net;

/// <summary>Says why a certificate is not good: each reason by itself, because each is mended by somebody else.</summary>
internal static class CertificateFaults
{
    /// <summary>Empty when there is nothing wrong.</summary>
    public static string Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return "";
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server shows no certificate";
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add($"it is for another name ({NamesOf(certificate)})");
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            reasons.Add($"it is not valid now (from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)})");
        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain))
            reasons.Add($"its issuer is not trusted ({certificate.Issuer})");
        if (status.HasFlag(X509ChainStatusFlags.Revoked))
            reasons.Add("it was revoked");
        if (reasons.Count == 0)
            reasons.Add(status == X509ChainStatusFlags.NoError ? errors.ToString() : status.ToString());
        return string.Join(" and ", reasons);
    }

    /// <summary>The names that it is for, the first five.</summary>
    public static string NamesOf(X509Certificate2 certificate)
    {
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names = alternative is null
            ? []
            : [.. alternative.EnumerateDnsNames().Concat(alternative.EnumerateIPAddresses().Select(a => a.ToString())).Take(5)];
        return names.Length == 0 ? certificate.Subject : string.Join(", ", names);
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd");
}
