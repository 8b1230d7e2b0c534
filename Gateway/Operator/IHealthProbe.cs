using Keeper.Protocol.Operator;

namespace Keeper.Gateway.Operator;

/// <summary>Tells how the silo stands; whoever composes the process provides it.</summary>
public interface IHealthProbe
{
    /// <summary>The health now. Must answer quickly: load balancers ask often.</summary>
    ValueTask<HealthDocument> CheckAsync(CancellationToken cancellation);
}
