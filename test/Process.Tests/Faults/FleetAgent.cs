using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Faults;

/// <summary>An agent of a fleet: its folder, and one process after the other on it.</summary>
internal sealed class FleetAgent(string vpc, string name, string data, Func<string> gatewayUrl) : IAsyncDisposable
{
    private readonly List<string> _logs = [];
    private AgentProcess? _process;

    public string Vpc { get; } = vpc;

    public string Name { get; } = name;

    public string Data { get; } = data;

    /// <summary>What all its processes have logged so far.</summary>
    public string Log => string.Join('\n', _process is null ? _logs : [.. _logs, _process.Child.Output]);

    public AgentProcess Process => _process ?? throw new InvalidOperationException($"Agent {Name} does not run.");

    public void Start(string? token = null) => _process ??= AgentProcess.Start(Data, gatewayUrl(), Name, token);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        await process.Child.KillAsync();
        _logs.Add(process.Child.Output);
        await process.DisposeAsync();
        _process = null;
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
