using Keeper.Storage;
using Keeper.Storage.Agents;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;

namespace Keeper.Grains.Agents;

/// <summary>Lists agents: rows from the store, with live figures laid over them by the agents' grains.</summary>
[StatelessWorker]
internal sealed partial class FleetGrain(IStore store, ILogger<FleetGrain> logger) : Grain, IFleetGrain
{
    /// <inheritdoc/>
    public async Task<AgentPage> ListAsync(AgentQuery query)
    {
        var page = await store.Agents.ListAsync(new AgentListQuery(
            query.Vpc, (int?)query.Health, query.Text, Math.Clamp(query.Limit, 1, 1_000), query.Cursor));
        return new AgentPage(await Task.WhenAll(page.Items.Select(LiveAsync)), page.Next);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FleetCount>> CountAsync() =>
        (await store.Agents.CountAsync()).Select(c => new FleetCount(c.Vpc, (AgentHealth)c.Health, c.Agents)).ToList();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AnnouncedKind>> KindsAsync(string? vpc) => AnnouncedKinds.Of(await store.Agents.AnnouncementsAsync(vpc));

    private async Task<AgentInfo> LiveAsync(AgentRow row)
    {
        try
        {
            return await GrainFactory.GetGrain<IAgentGrain>(row.Id).GetAsync() ?? row.ToInfo();
        }
        catch (Exception e)
        {
            // One agent that cannot be asked must not hide the others; its row is up to a minute old.
            LogNoFigures(logger, row.Id, e);
            return row.ToInfo();
        }
    }

    [LoggerMessage(1240, LogLevel.Warning, "Agent {AgentId} gave no live figures; the list shows its row.")]
    private static partial void LogNoFigures(ILogger logger, string agentId, Exception exception);
}
