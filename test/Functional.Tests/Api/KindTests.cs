using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Api;

/// <summary>Kinds from an agent's announcement through grains and store to the SDK.</summary>
public sealed class KindTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Kinds_AgentWithAnExecutor_AreCountedInItsVpcAlone()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());
        await _host.JoinAsync(executors: new HeldExecutors());
        await _host.AgentAsync(KeeperHost.Vpc, "one", a => a.Executors.Count > 0);

        var here = (await _host.Client.GetKindsAsync(KeeperHost.Vpc)).Sum(k => k.Agents);
        var elsewhere = (await _host.Client.GetKindsAsync("vpc-b")).Sum(k => k.Agents);

        Assert.True(here > 0);
        Assert.Equal(0, elsewhere);
    }
}
