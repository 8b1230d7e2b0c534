using System.Collections.Concurrent;
using Keeper.Gateway.Cluster;
using Keeper.Gateway.Metrics;
using Keeper.Gateway.Parking;
using Keeper.Grains.Agents;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Keeper.Gateway.Agents;

/// <summary>
/// The polls that wait for work, one for each agent. They wait here and not in a grain call; the agents' grains wake them
/// through one observer for the whole process. A parked poll costs no thread, only a few small objects.
/// </summary>
internal sealed class ParkedPolls : IAgentWaker, IDisposable
{
    private readonly ConcurrentDictionary<string, ParkedRequest> _parked = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly GatewayMetrics _metrics;
    private readonly SiloLosses _losses;
    private readonly Lazy<IAgentWaker> _reference;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _onStopping;

    public ParkedPolls(IGrainFactory grains, TimeProvider time, GatewayMetrics metrics, SiloLosses losses, IHostApplicationLifetime lifetime)
    {
        _time = time;
        _metrics = metrics;
        _losses = losses;
        _reference = new(() => grains.CreateObjectReference<IAgentWaker>(this));
        _stopping = lifetime.ApplicationStopping;
        _onStopping = _stopping.Register(EndAll);
        _losses.Lost += WakeAll;
    }

    public int Count => _parked.Count;

    /// <summary>
    /// Waits until there is something for the agent. Its grain has just let the caller in and had nothing.
    /// </summary>
    /// <param name="agent">The agent's grain.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="instanceId">The installation that polls.</param>
    /// <param name="capacity">How many instructions it can take.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="hangUp">The caller is gone. From then on nothing is taken from the grain.</param>
    /// <returns>What the grain gave; an empty answer when there was nothing to the end.</returns>
    public async Task<PollAnswer> WaitAsync(
        IAgentGrain agent, string agentId, string instanceId, int capacity, TimeSpan wait, CancellationToken hangUp)
    {
        var poll = Park(agentId);
        _metrics.Parked(1);
        try
        {
            using var deadline = _time.CreateTimer(
                static p => ((ParkedRequest)p!).End(ParkEnd.Deadline), poll, wait, Timeout.InfiniteTimeSpan);
            await using var hungUp = hangUp.UnsafeRegister(static p => ((ParkedRequest)p!).End(ParkEnd.HungUp), poll);

            var known = -1;
            while (poll.Ended == ParkEnd.None)
            {
                // The poll is in the table and the grain knows whom to wake before the grain is asked again: work that
                // came up since it answered "nothing" is either seen by this look or announced by a wake. What a grain
                // knew is gone with its silo.
                var losses = _losses.Count;
                if (losses != known)
                    await agent.SetWakerAsync(_reference.Value);
                known = losses;
                var answer = await agent.TakeAsync(instanceId, capacity);
                if (answer.HasContent())
                    return answer;
                await poll.Signalled;
                poll.Rearm();
            }

            return PollAnswer.Empty;
        }
        finally
        {
            _metrics.Parked(-1);
            _parked.TryRemove(KeyValuePair.Create(agentId, poll));
        }
    }

    /// <summary>Ends the poll that an agent has parked, because it has polled again.</summary>
    public void Supersede(string agentId)
    {
        if (_parked.TryRemove(agentId, out var poll))
            poll.End(ParkEnd.Superseded);
    }

    public Task WakeAsync(string agentId)
    {
        if (_parked.TryGetValue(agentId, out var poll))
            poll.Wake();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _losses.Lost -= WakeAll;
        _onStopping.Dispose();
    }

    private ParkedRequest Park(string agentId)
    {
        var poll = new ParkedRequest();
        while (!_parked.TryAdd(agentId, poll))
            Supersede(agentId);
        if (_stopping.IsCancellationRequested)
            poll.End(ParkEnd.Stopping);
        return poll;
    }

    private void WakeAll(object? sender, EventArgs e)
    {
        foreach (var poll in _parked.Values)
            poll.Wake();
    }

    private void EndAll()
    {
        foreach (var poll in _parked.Values)
            poll.End(ParkEnd.Stopping);
    }
}
