namespace Keeper.Testing;

/// <summary>A certificate that a server of the tests shows.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">Its key.</param>
public sealed record DatabaseCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>Puts both where a server may read them that takes no key of others.</summary>
    /// <returns>The two files.</returns>
    internal async Task<(string Certificate, string Key)> WriteAsync(TemporaryFolder folder)
    {
        var (certificate, key) = (folder.Combine("server.crt"), folder.Combine("server.key"));
        foreach (var (file, pem) in new[] { (certificate, CertificatePem), (key, KeyPem) })
        {
            await File.WriteAllTextAsync($"{file}.pem", pem).ConfigureAwait(false);
            await Unprivileged.RunAsync("install", "-m", "600", $"{file}.pem", file).ConfigureAwait(false);
        }

        return (certificate, key);
    }
}
