using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Gateway;

/// <summary>Makes the connections to the gateways.</summary>
internal static class GatewayHandler
{
    /// <exception cref="AgentStartException">The CA file holds no certificates.</exception>
    public static SocketsHttpHandler Create(string? caFile)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // Connections are renewed so that a changed DNS record is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new LoopbackIsDirect(HttpClient.DefaultProxy),
        };
        if (caFile is not null)
            handler.SslOptions.CertificateChainPolicy = TrustOnly(caFile);
        return handler;
    }

    private static X509ChainPolicy TrustOnly(string caFile)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"caFile '{caFile}' cannot be read: {e.Message}", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new AgentStartException($"caFile '{caFile}' holds no certificate");
    }

    /// <summary>The proxy of the environment, except for this machine itself.</summary>
    private sealed class LoopbackIsDirect(IWebProxy inner) : IWebProxy
    {
        public ICredentials? Credentials { get => inner.Credentials; set => inner.Credentials = value; }

        public Uri? GetProxy(Uri destination) => inner.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
    }
}
