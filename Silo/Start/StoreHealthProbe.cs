using Keeper.Gateway.Operator;
using Keeper.Protocol.Operator;
using Keeper.Storage;

namespace Keeper.Silo.Start;

/// <summary>The silo can take work when its store takes writes.</summary>
internal sealed class StoreHealthProbe(IStore store) : IHealthProbe
{
    private static readonly HealthDocument Ok = new("ok");

    public ValueTask<HealthDocument> CheckAsync(CancellationToken cancellation) => ValueTask.FromResult(
        store.Health is { IsHealthy: false } health ? new HealthDocument("degraded", [health.Reason ?? "The store takes no writes."]) : Ok);
}
