using System.Globalization;

namespace Keeper.Testing;

/// <summary>A Redis server of the tests' own on loopback, with nothing on disk.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private RedisProcess(TemporaryFolder folder, ChildProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>What it needs on the PATH.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["redis-server"];

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="options">Configuration, each word by itself: <c>--requirepass</c>, <c>secret</c>.</param>
    public static Task<RedisProcess> StartAsync(params IReadOnlyList<string> options) => LoopbackPort.StartAsync(port => TryStartAsync(port, options));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private static async Task<RedisProcess?> TryStartAsync(int port, IReadOnlyList<string> options)
    {
        var folder = new TemporaryFolder();
        Unprivileged.Open(folder);
        var process = Unprivileged.Start("redis-server", [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", folder.Path, .. options,
        ]);
        var server = new RedisProcess(folder, process, port);
        var line = await process.WaitForLineAsync("Ready to accept connections|Address already in use|FATAL").ConfigureAwait(false);
        if (line.Value.StartsWith("Ready", StringComparison.Ordinal))
        {
            return server;
        }

        await server.DisposeAsync().ConfigureAwait(false);
        return null;
    }
}
