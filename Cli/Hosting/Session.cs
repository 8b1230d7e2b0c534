using System.CommandLine;
using Keeper.Cli.Discovery;
using Keeper.Cli.Output;
using Keeper.Client;

namespace Keeper.Cli.Hosting;

/// <summary>One run of one command: what was typed, where it prints, and the server once it is needed.</summary>
internal sealed class Session(CliRuntime runtime, ParseResult parse) : IDisposable
{
    private KeeperClient? _client;

    public CliHost Host => runtime.Host;

    public ParseResult Parse => parse;

    public Printer Print { get; } = Printer.Create(
        runtime.Host, parse.GetValue(runtime.Globals.Json), parse.GetValue(runtime.Globals.NoColor));

    /// <summary>The server, if it was looked for.</summary>
    public ServerAddress? KnownServer { get; private set; }

    public KeeperClient Client => _client ??= Connect(rounds: 2, defaultTimeout: TimeSpan.FromSeconds(30));

    /// <summary>A client for completion: a shell that waits for names must not hang.</summary>
    public KeeperClient ConnectBriefly() =>
        _client ??= Connect(rounds: 1, defaultTimeout: TimeSpan.FromSeconds(2));

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    public void Dispose() => _client?.Dispose();

    private KeeperClient Connect(int rounds, TimeSpan defaultTimeout)
    {
        var globals = runtime.Globals;
        var server = new ServerLocator(Host).Locate(
            parse.GetValue(globals.Url) ?? [], parse.GetValue(globals.Key), parse.GetValue(globals.KeyFile));
        KnownServer = server;
        return new KeeperClient(new KeeperClientOptions
        {
            Urls = server.Urls,
            Key = server.Key,
            RequestTimeout = parse.GetValue(globals.Timeout) ?? defaultTimeout,
            // Whole rounds: the last attempt waits as long as it takes, and must not be the one at a stopped process again.
            MaxAttempts = server.Urls.Count * rounds,
            Time = Host.Time,
        });
    }
}
