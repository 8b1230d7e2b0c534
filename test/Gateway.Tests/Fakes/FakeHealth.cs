using Keeper.Gateway.Operator;
using Keeper.Protocol.Operator;

namespace Keeper.Gateway.Tests.Fakes;

internal sealed class FakeHealth : IHealthProbe
{
    public HealthDocument Now { get; set; } = HealthDocument.Ok;

    public ValueTask<HealthDocument> CheckAsync(CancellationToken cancellation) => ValueTask.FromResult(Now);
}
