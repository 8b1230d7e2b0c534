using System.Globalization;

namespace Keeper.Testing;

/// <summary>
/// A MariaDB server of the tests' own on loopback, with a database <c>shop</c> and the users <c>probe</c> and <c>tls</c> (TLS
/// only), both with <see cref="Password"/>.
/// </summary>
public sealed class MariaDbProcess : IAsyncDisposable
{
    private const string Setup = $"""
        CREATE DATABASE shop;
        CREATE TABLE shop.things (id INT, name VARCHAR(40)) ENGINE=InnoDB;
        CREATE FUNCTION shop.forget() RETURNS INT BEGIN DELETE FROM shop.things; RETURN 1; END;
        INSERT INTO shop.things VALUES (1, 'thing 1'), (2, 'thing 2'), (3, NULL);
        CREATE USER probe@'%' IDENTIFIED BY '{Password}';
        CREATE USER tls@'%' IDENTIFIED BY '{Password}' REQUIRE SSL;
        CREATE USER modern@'%' IDENTIFIED VIA ed25519 USING PASSWORD('{Password}');
        GRANT ALL ON shop.* TO probe@'%';

        """;

    /// <summary>The password of all users.</summary>
    public const string Password = "s3cret-of-maria";

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private MariaDbProcess(TemporaryFolder folder, ChildProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>What it needs on the PATH.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["mariadbd", "mariadb-install-db", "install"];

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<MariaDbProcess> StartAsync(DatabaseCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var folder = new TemporaryFolder();
        Unprivileged.Open(folder);
        await Unprivileged.RunAsync(
            "mariadb-install-db", "--no-defaults", $"--datadir={folder.Combine("data")}", "--auth-root-authentication-method=normal", "--skip-test-db").ConfigureAwait(false);
        var (crt, key) = await certificate.WriteAsync(folder).ConfigureAwait(false);
        await File.WriteAllTextAsync(folder.Combine("setup.sql"), Setup).ConfigureAwait(false);
        return await LoopbackPort.StartAsync(port => TryStartAsync(folder, port, crt, key)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private static async Task<MariaDbProcess?> TryStartAsync(TemporaryFolder folder, int port, string certificate, string key)
    {
        var process = Unprivileged.Start(
            "mariadbd", "--no-defaults", $"--datadir={folder.Combine("data")}", $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--bind-address=127.0.0.1",
            $"--socket={folder.Combine("socket")}", $"--pid-file={folder.Combine("pid")}", $"--init-file={folder.Combine("setup.sql")}",
            $"--ssl-cert={certificate}", $"--ssl-key={key}", "--plugin-load-add=auth_ed25519", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M");
        var line = await process.WaitForLineAsync("ready for connections|Address already in use|Aborting").ConfigureAwait(false);
        if (line.Value == "ready for connections")
        {
            return new MariaDbProcess(folder, process, port);
        }

        var output = process.Output;
        await process.DisposeAsync().ConfigureAwait(false);
        return line.Value == "Aborting" ? throw new InvalidOperationException($"mariadbd does not start: {output}") : null;
    }
}
