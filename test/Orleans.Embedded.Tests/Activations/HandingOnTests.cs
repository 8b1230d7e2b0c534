using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Activations;

public interface IShyGrain : IGrainWithStringKey
{
    Task Touch();
}

internal sealed class ShyGrain : Grain, IShyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;
}

public sealed class HandingOnTests : ClusterTest
{
    [Fact]
    public async Task Call_EveryActivationEndsFirst_IsRefusedAndDoesNotGoRoundForEver() =>
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => Client.GetGrain<IShyGrain>("x").Touch().Within("the refusal"));
}
