using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Storage;
using Keeper.Storage.Vpcs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Grains.Vpcs;

/// <summary>
/// One VPC: its agents, the choice among them, and the tasks that wait for one. The decisions are in
/// <see cref="VpcAgents"/>, <see cref="AgentSelection"/> and <see cref="TaskTransitions"/>.
/// </summary>
internal sealed partial class VpcGrain(
    IStore store,
    TimeProvider clock,
    IOptions<AgentOptions> agentOptions,
    IOptions<TaskOptions> taskOptions,
    ILogger<VpcGrain> logger) : Grain, IVpcGrain
{
    private readonly VpcAgents _agents = new();
    private readonly TaskBook _waiting = new(null);
    private readonly TaskIdSource _ids = new();
    private VpcRow? _row;
    private LiveHints? _hints;

    private string Name => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _row = await store.Vpcs.FindAsync(Name, cancellationToken);
        if (_row is null)
            return;
        _hints = new LiveHints(this, Name, null, clock, logger);
        foreach (var agent in await store.Agents.OfVpcAsync(Name, cancellationToken))
            _agents.Put(agent);
        foreach (var task in await store.Tasks.WaitingOfVpcAsync(Name, taskOptions.Value.WaitingLimit, cancellationToken))
            _waiting.Add(task);
        _loadedAt = clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public async Task<VpcInfo> PutAsync(VpcSettings settings)
    {
        _row = await store.Vpcs.PutAsync(
            new VpcRow(Name, settings.Description, GrainJson.Write(settings.Labels), clock.GetUtcNow()));
        _hints ??= new LiveHints(this, Name, null, clock, logger);
        _hints.Mark(agents: true);
        return _row.ToInfo();
    }

    /// <inheritdoc/>
    public Task<VpcInfo?> GetAsync() => Task.FromResult(Exists() ? _row!.ToInfo() : null);

    /// <summary>Whether the VPC exists; if not, its grain need not stay.</summary>
    private bool Exists()
    {
        if (_row is null)
            DeactivateOnIdle();
        return _row is not null;
    }

    private IAgentGrain Agent(string id) => GrainFactory.GetGrain<IAgentGrain>(id);
}
