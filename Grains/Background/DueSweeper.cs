using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;
using Keeper.Storage;
using Keeper.Storage.Agents;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Grains.Background;

/// <summary>
/// Calls the owners of rows that are due (design.md section 3): timers in grains are prompter, but die with their silo.
/// The first round also wakes every VPC and every agent that was alive when the silo stopped, so that those which died
/// meanwhile are found.
/// </summary>
internal sealed partial class DueSweeper(IStore store, IGrainFactory grains, TimeProvider clock, ILogger<DueSweeper> logger)
    : Rounds(TimeSpan.FromSeconds(1), clock, logger)
{
    /// <summary>Most owners of one round; those beyond are due in the next.</summary>
    private const int OwnersPerRound = 500;

    private const int CallsAtOnce = 32;
    private const int PageSize = 500;

    private readonly TimeProvider _clock = clock;
    private bool _started;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellation)
    {
        if (!_started)
        {
            await WakeAllAsync(cancellation);
            _started = true;
        }

        var owners = await store.Tasks.DueAsync(_clock.GetUtcNow(), OwnersPerRound, cancellation);
        await EachAsync(owners, CheckAsync, cancellation);
    }

    private async Task WakeAllAsync(CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await store.Vpcs.ListAsync(PageSize, cursor, cancellation);
            await EachAsync([.. page.Items.Select(v => new DueOwner(v.Name, null))], CheckAsync, cancellation);
            cursor = page.Next;
        }
        while (cursor is not null);

        foreach (var health in (AgentHealth[])[AgentHealth.Healthy, AgentHealth.Degraded])
        {
            do
            {
                var page = await store.Agents.ListAsync(new AgentListQuery(null, (int)health, null, PageSize, cursor), cancellation);
                await EachAsync([.. page.Items.Select(a => new DueOwner(a.Vpc, a.Id))], CheckAsync, cancellation);
                cursor = page.Next;
            }
            while (cursor is not null);
        }
    }

    private static Task EachAsync(
        IReadOnlyList<DueOwner> owners, Func<DueOwner, CancellationToken, ValueTask> action, CancellationToken cancellation) =>
        Parallel.ForEachAsync(owners, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation }, action);

    private async ValueTask CheckAsync(DueOwner owner, CancellationToken cancellation)
    {
        try
        {
            await (owner.AgentId is { } agentId
                ? grains.GetGrain<IAgentGrain>(agentId).CheckDueAsync()
                : grains.GetGrain<IVpcGrain>(owner.Vpc).CheckDueAsync()).WaitAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogOwnerFailed(logger, e is StoreUnavailableException ? LogLevel.Debug : LogLevel.Warning, owner.Vpc, owner.AgentId, e);
        }
    }

    [LoggerMessage(EventId = 1252, Message = "VPC {Vpc}, agent {AgentId}: the check of what is due failed; it is tried again.")]
    private static partial void LogOwnerFailed(ILogger logger, LogLevel level, string vpc, string? agentId, Exception exception);
}
