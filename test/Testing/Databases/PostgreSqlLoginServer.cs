using System.Globalization;

namespace Keeper.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own on loopback that asks for logins: users <c>scram</c>, <c>old</c> (MD5),
/// <c>clear</c> (clear text) and <c>tls</c> (TLS only), all with <see cref="Password"/>.
/// </summary>
public sealed class PostgreSqlLoginServer : IAsyncDisposable
{
    private const string Rules = """
        local   all all                    trust
        hostssl all tls   127.0.0.1/32     scram-sha-256
        host    all tls   127.0.0.1/32     reject
        host    all old   127.0.0.1/32     md5
        host    all clear 127.0.0.1/32     password
        host    all scram 127.0.0.1/32     scram-sha-256

        """;

    private const string Setup = $"""
        CREATE USER scram PASSWORD '{Password}';
        CREATE USER clear PASSWORD '{Password}';
        CREATE USER tls PASSWORD '{Password}';
        SET password_encryption = 'md5';
        CREATE USER old PASSWORD '{Password}';
        CREATE TABLE things (id int, name text);
        INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(1, 3) n;
        GRANT ALL ON things TO PUBLIC;
        """;

    /// <summary>The password of all users.</summary>
    public const string Password = "s3cret-of-all";

    private readonly TemporaryFolder _folder = new();

    private PostgreSqlLoginServer()
    {
    }

    /// <summary>What it needs on the PATH.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["initdb", "pg_ctl", "psql", "install"];

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    private string Data => _folder.Combine("data");

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<PostgreSqlLoginServer> StartAsync(DatabaseCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var server = new PostgreSqlLoginServer();
        Unprivileged.Open(server._folder);
        await Unprivileged.RunAsync("initdb", "-D", server.Data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").ConfigureAwait(false);
        var rules = server._folder.Combine("rules");
        await File.WriteAllTextAsync(rules, Rules).ConfigureAwait(false);
        await Unprivileged.RunAsync("install", "-m", "600", rules, Path.Combine(server.Data, "pg_hba.conf")).ConfigureAwait(false);
        var (crt, key) = await certificate.WriteAsync(server._folder).ConfigureAwait(false);
        await LoopbackPort.StartAsync(port => server.TryStartAsync(port, crt, key)).ConfigureAwait(false);
        await Unprivileged.RunAsync(
            "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", server._folder.Path, "-p", server.PortText, "-U", "keeper", "-d", "postgres", "-c", Setup).ConfigureAwait(false);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Unprivileged.RunAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", "immediate").ConfigureAwait(false);
        _folder.Dispose();
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private async Task<PostgreSqlLoginServer?> TryStartAsync(int port, string certificate, string key)
    {
        Port = port;
        var log = _folder.Combine($"log-{port}");
        try
        {
            await Unprivileged.RunAsync(
                "pg_ctl", "start", "-w", "-D", Data, "-l", log,
                "-o", $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='{_folder.Path}' -c fsync=off "
                    + $"-c ssl=on -c ssl_cert_file='{certificate}' -c ssl_key_file='{key}'").ConfigureAwait(false);
            return this;
        }
        catch (InvalidOperationException) when (File.Exists(log) && File.ReadAllText(log).Contains("Address already in use", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
