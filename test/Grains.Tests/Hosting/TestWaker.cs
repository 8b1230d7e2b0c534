using Keeper.Grains.Agents;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>A gateway's waker that notes whom it was told to wake.</summary>
internal sealed class TestWaker : IAgentWaker
{
    public Recorder<string> Woken { get; } = new();

    public Task WakeAsync(string agentId)
    {
        Woken.Add(agentId);
        return Task.CompletedTask;
    }
}
