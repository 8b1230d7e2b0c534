using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Tests;

/// <summary>Certificates that are their own issuers.</summary>
internal static class Certificates
{
    public static X509Certificate2 SelfSigned(string name = "keeper.test", TimeSpan? validFor = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "127.0.0.1")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var end = now + (validFor ?? TimeSpan.FromDays(40));
        using var certificate = request.CreateSelfSigned(end < now ? end.AddDays(-10) : now.AddDays(-1), end);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
