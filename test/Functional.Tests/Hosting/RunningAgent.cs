using Keeper.Agent;
using Keeper.Agent.Execution;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>A real agent with a data folder of its own, from its start to its end.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    /// <param name="gateway">Where it polls.</param>
    /// <param name="name">Its name.</param>
    /// <param name="token">Its enrollment token.</param>
    /// <param name="executors">What it can execute; Keeper's own when there are none.</param>
    /// <param name="plugins">Its plug-in folder, if it has one.</param>
    /// <param name="time">Its clock; the system's when <see langword="null"/>.</param>
    public RunningAgent(
        Uri gateway, string name, string token, IReadOnlyCollection<IExecutorFactory> executors, string? plugins = null,
        TimeProvider? time = null)
    {
        Name = name;
        var agent = new KeeperAgent(
            new AgentOptions
            {
                Gateways = [gateway.AbsoluteUri],
                Name = name,
                DataFolder = _folder.Path,
                Token = token,
                PluginFolder = plugins,
                ShutdownGrace = TimeSpan.FromSeconds(1),
            },
            time ?? TimeProvider.System,
            NullLoggerFactory.Instance,
            executors.Count == 0 ? null : executors);
        Exit = Task.Run(() => agent.RunAsync(_stop.Token));
    }

    public string Name { get; }

    public string DataPath => _folder.Path;

    /// <summary>Its id, once the test knows it.</summary>
    public string Id { get; set; } = "";

    /// <summary>Why it has ended.</summary>
    public Task<AgentExit> Exit { get; }

    /// <summary>Stops it as a person would: it says good-bye.</summary>
    public async Task<AgentExit> StopAsync()
    {
        await _stop.CancelAsync();
        return await Exit.Within($"the end of agent {Name}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _folder.Dispose();
    }
}
