using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Embedded.Strictness;

namespace Orleans.TestingHost;

/// <summary>A silo and a client, each in a host of its own, in the test's process; checks what crosses the calls.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private IHost? _silo;
    private IHost? _client;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>How the cluster is set up.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The way in from outside grains.</summary>
    public IClusterClient Client => Deployed(_client).Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts the cluster.</summary>
    public async Task DeployAsync()
    {
        if (_silo is not null)
            throw new InvalidOperationException("The cluster is already deployed.");

        _silo = await StartAsync(BuildSilo());
        _client = await StartAsync(BuildClient());
    }

    /// <summary>The services of the silo.</summary>
    /// <param name="silo">Which silo; there is one.</param>
    public IServiceProvider GetSiloServiceProvider(Runtime.SiloAddress? silo = null) => Deployed(_silo).Services;

    /// <summary>Stops the cluster and waits until it is gone.</summary>
    public void StopAllSilos() => Blocking.Wait(StopAllSilosAsync);

    /// <summary>Stops the cluster; calls that run may finish.</summary>
    public async Task StopAllSilosAsync()
    {
        foreach (var host in new[] { _client, _silo }.OfType<IHost>())
            await host.StopAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => Blocking.Wait(() => DisposeAsync().AsTask());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        Interlocked.Exchange(ref _client, null)?.Dispose();
        Interlocked.Exchange(ref _silo, null)?.Dispose();
    }

    private static IHost Deployed(IHost? host) => host ?? throw new InvalidOperationException("The cluster is not deployed.");

    private static async Task<IHost> StartAsync(IHost host)
    {
        await host.StartAsync();
        return host;
    }

    private IHost BuildSilo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.TryAddSingleton(new StrictnessSwitch(true));
        builder.UseOrleans(silo => silo.Services.Configure<ClusterOptions>(Name));
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(new InProcessTestSiloSpecificOptions(), builder);
        return builder.Build();
    }

    private IHost BuildClient()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.Services.Configure<ClusterOptions>(Name));
        foreach (var configure in Options.ClientHostConfigurationDelegates)
            configure(builder);
        return builder.Build();
    }

    private void Name(ClusterOptions names) => (names.ClusterId, names.ServiceId) = (Options.ClusterId, Options.ServiceId);
}
