using Keeper.Grains.Vpcs;
using Keeper.Storage;
using Orleans;

namespace Keeper.Silo.Start;

/// <summary>What must be there before anybody is served: the admin key and the VPC <c>local</c>.</summary>
internal sealed class FirstStart(IStore store, IGrainFactory grains, DataFolder data, TimeProvider time) : IHostedService
{
    /// <summary>The VPC of the silo's own machine.</summary>
    public const string LocalVpc = "local";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await AdminKey.EnsureAsync(store, data, time, cancellationToken);
        var vpc = grains.GetGrain<IVpcGrain>(LocalVpc);
        if (await vpc.GetAsync() is null)
            await vpc.PutAsync(new VpcSettings("The machine that the silo runs on", new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
