using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Bench.Probes.Targets;

/// <summary>An authority of its own, trusted by both sides, and certificates that are wrong in one way each.</summary>
internal sealed class Pki : IDisposable
{
    private readonly X509Certificate2 _authority;

    public Pki(string folder)
    {
        var now = DateTimeOffset.UtcNow;
        _authority = Issue("Keeper Bench Authority", [], now.AddDays(-2), now.AddYears(1), issuer: null);
        Good = Issue("good", ["127.0.0.1"], now.AddDays(-1), now.AddDays(90), _authority);
        Expired = Issue("expired", ["127.0.0.1"], now.AddDays(-1), now.AddHours(-1), _authority);
        WrongName = Issue("wrong name", ["other.test"], now.AddDays(-1), now.AddDays(90), _authority);
        SelfSigned = Issue("self-signed", ["127.0.0.1"], now.AddDays(-1), now.AddDays(90), issuer: null);
        AuthorityFile = Path.Combine(folder, "authority.pem");
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public string AuthorityFile { get; }

    public X509Certificate2 Good { get; }

    public X509Certificate2 Expired { get; }

    public X509Certificate2 WrongName { get; }

    public X509Certificate2 SelfSigned { get; }

    public void Dispose()
    {
        foreach (var certificate in new[] { _authority, Good, Expired, WrongName, SelfSigned })
            certificate.Dispose();
    }

    private static X509Certificate2 Issue(string subject, string[] names, DateTimeOffset from, DateTimeOffset until, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(names.Length == 0, false, 0, critical: true));
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternative.AddIpAddress(address);
            else
                alternative.AddDnsName(name);
        }

        if (names.Length > 0)
            request.CertificateExtensions.Add(alternative.Build());
        using var issuerKey = issuer?.GetECDsaPrivateKey();
        using var bare = request.Create(
            issuer?.SubjectName ?? request.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey ?? key), from, until, RandomNumberGenerator.GetBytes(8));
        using var certificate = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
