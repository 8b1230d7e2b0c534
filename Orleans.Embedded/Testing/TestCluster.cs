using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Hosting;
using Orleans.Embedded.Strictness;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo in the test's own process that checks what crosses its calls.</summary>
public class TestCluster : IDisposable, IAsyncDisposable
{
    private IHost? _host;
    private IClusterClient? _client;

    internal TestCluster(TestClusterOptions options, IReadOnlyList<IConfigurationSource> configurationSources)
    {
        Options = options;
        ConfigurationSources = configurationSources;
    }

    /// <summary>How the cluster is set up.</summary>
    public TestClusterOptions Options { get; }

    /// <summary>The sources of the hosts' configuration.</summary>
    public IReadOnlyList<IConfigurationSource> ConfigurationSources { get; }

    /// <summary>The way in from outside grains.</summary>
    public IClusterClient Client => _client ?? throw NotDeployed();

    /// <summary>Gives references to grains.</summary>
    public IGrainFactory GrainFactory => Client;

    /// <summary>The services of the client.</summary>
    public IServiceProvider ServiceProvider => Host.Services;

    private IHost Host => _host ?? throw NotDeployed();

    /// <summary>Starts the cluster and waits until it stands.</summary>
    public void Deploy() => Blocking.Wait(DeployAsync);

    /// <summary>Starts the cluster.</summary>
    public async Task DeployAsync()
    {
        if (_host is not null)
            throw new InvalidOperationException("The cluster is already deployed.");

        var host = BuildHost();
        await host.StartAsync();
        _host = host;
        _client = new GrainFactory(
            host.Services.GetRequiredService<LocalSilo>(),
            host.Services,
            host.Services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout);
    }

    /// <summary>The services of the silo.</summary>
    /// <param name="silo">Which silo; there is one.</param>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => Host.Services;

    /// <summary>Stops the cluster and waits until it is gone.</summary>
    public void StopAllSilos() => Blocking.Wait(StopAllSilosAsync);

    /// <summary>Stops the cluster; calls that run may finish.</summary>
    public async Task StopAllSilosAsync()
    {
        if (_host is { } host)
            await host.StopAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Blocking.Wait(() => DisposeAsync().AsTask());
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.StopAsync();
            host.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private static InvalidOperationException NotDeployed() => new("The cluster is not deployed.");

    private IHost BuildHost()
    {
        var builder = new HostBuilder();
        builder.ConfigureAppConfiguration(configuration =>
        {
            foreach (var source in ConfigurationSources)
                configuration.Add(source);
        });
        builder.ConfigureServices(services => services.TryAddSingleton(new StrictnessSwitch(true)));
        builder.UseOrleans(silo => silo.Services.Configure<ClusterOptions>(
            options => (options.ClusterId, options.ServiceId) = (Options.ClusterId, Options.ServiceId)));

        foreach (var configurator in Options.SiloBuilderConfiguratorTypes.Select(Create))
        {
            if (configurator is IHostConfigurator hosts)
                hosts.Configure(builder);
            if (configurator is ISiloConfigurator silos)
                builder.UseOrleans(silos.Configure);
        }

        builder.ConfigureServices((context, services) =>
        {
            foreach (var configurator in Options.ClientBuilderConfiguratorTypes.Select(Create).Cast<IClientBuilderConfigurator>())
                configurator.Configure(context.Configuration, new ClientBuilder(services, context.Configuration));
        });
        return builder.Build();
    }

    private static object Create(string? typeName) => Activator.CreateInstance(Type.GetType(typeName!, throwOnError: true)!)!;
}
