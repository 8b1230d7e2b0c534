using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>An agent on a data folder, as a process.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private AgentProcess(ChildProcess child) => Child = child;

    public ChildProcess Child { get; }

    /// <summary>Starts an agent. The token is needed the first time only; afterwards the data folder holds its identity.</summary>
    public static AgentProcess Start(string data, string gatewayUrl, string name, string? token = null) =>
        Start(data, [gatewayUrl], name, token);

    /// <summary>The same with several gateways.</summary>
    public static AgentProcess Start(
        string data, IEnumerable<string> gatewayUrls, string name, string? token = null, string? config = null,
        IReadOnlyDictionary<string, string?>? environment = null) => new(ChildProcess.Start(
        Executables.Agent,
        [
            .. gatewayUrls.SelectMany(url => new[] { "--gateway", url }), "--name", name, "--data", data,
            .. token is null ? Array.Empty<string>() : ["--token", token], .. config is null ? Array.Empty<string>() : ["--config", config],
        ],
        environment,
        workingDirectory: Path.GetTempPath()));

    public ValueTask DisposeAsync() => Child.DisposeAsync();
}
