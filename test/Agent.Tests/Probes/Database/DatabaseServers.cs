using System.Security.Cryptography.X509Certificates;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>A test against a real server, skipped where the machine has none.</summary>
internal sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute() => Skip = ProgramPath.Missing(PostgreSqlLoginServer.Programs);
}

/// <summary>The server that the PostgreSQL tests share.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private PostgreSqlLoginServer? _server;

    public int Port => _server?.Port ?? throw new InvalidOperationException("There is no server on this machine.");

    public async Task InitializeAsync()
    {
        using var certificate = Certificates.SelfSigned("127.0.0.1");
        if (ProgramPath.Missing(PostgreSqlLoginServer.Programs) is null)
            _server = await PostgreSqlLoginServer.StartAsync(TestCertificate.Of(certificate));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

/// <summary>A test against a real server, skipped where the machine has none.</summary>
internal sealed class MariaDbFactAttribute : FactAttribute
{
    public MariaDbFactAttribute() => Skip = ProgramPath.Missing(MariaDbProcess.Programs);
}

/// <summary>The server that the MariaDB tests share.</summary>
public sealed class MariaDbFixture : IAsyncLifetime
{
    private MariaDbProcess? _server;

    public int Port => _server?.Port ?? throw new InvalidOperationException("There is no server on this machine.");

    public async Task InitializeAsync()
    {
        using var certificate = Certificates.SelfSigned("127.0.0.1");
        if (ProgramPath.Missing(MariaDbProcess.Programs) is null)
            _server = await MariaDbProcess.StartAsync(TestCertificate.Of(certificate));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

/// <summary>A certificate in the form that servers read.</summary>
internal static class TestCertificate
{
    public static DatabaseCertificate Of(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey();
        return new(certificate.ExportCertificatePem(), key!.ExportPkcs8PrivateKeyPem());
    }
}
