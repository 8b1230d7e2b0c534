using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Orleans.Embedded.Tests;

/// <summary>A cluster of its own for every test, with a clock that the test moves.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    protected ClusterTest()
    {
        var builder = new InProcessTestClusterBuilder();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            silo.Services.AddSingleton(Gates);
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddMemoryStreams("memory");
            Configure(silo);
        });
        _cluster = builder.Build();
    }

    protected ManualTimeProvider Clock { get; } = new();

    protected Gates Gates { get; } = new();

    protected IClusterClient Client => _cluster.Client;

    protected IServiceProvider Silo => _cluster.GetSiloServiceProvider();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync()
    {
        Gates.OpenAll();
        await _cluster.DisposeAsync();
    }

    protected Task StopAsync() => _cluster.StopAllSilosAsync();

    protected virtual void Configure(ISiloBuilder silo)
    {
    }
}
