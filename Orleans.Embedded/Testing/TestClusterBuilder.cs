using Microsoft.Extensions.Configuration;

namespace Orleans.TestingHost;

/// <summary>Builds a test cluster: a silo in the test's own process that checks what crosses its calls.</summary>
public class TestClusterBuilder
{
    private readonly List<Action<IConfigurationBuilder>> _configuration = [];

    /// <summary>A cluster as usual.</summary>
    public TestClusterBuilder()
        : this(1)
    {
    }

    /// <summary>A cluster with a number of silos. The embedded runtime always has one.</summary>
    public TestClusterBuilder(short initialSilosCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialSilosCount, (short)1);
        Options = new TestClusterOptions { InitialSilosCount = initialSilosCount };
    }

    /// <summary>How the cluster is set up.</summary>
    public TestClusterOptions Options { get; }

    /// <summary>Values for the configuration of the cluster's hosts.</summary>
    public Dictionary<string, string?> Properties { get; } = [];

    /// <summary>A name that no other cluster has.</summary>
    public static string CreateClusterId() => $"testcluster-{Guid.NewGuid():N}";

    /// <summary>Adds an <see cref="ISiloConfigurator"/> or <see cref="IHostConfigurator"/>.</summary>
    public TestClusterBuilder AddSiloBuilderConfigurator<T>()
        where T : new()
    {
        if (!typeof(ISiloConfigurator).IsAssignableFrom(typeof(T)) && !typeof(IHostConfigurator).IsAssignableFrom(typeof(T)))
            throw new ArgumentException($"{typeof(T)} is neither an {nameof(ISiloConfigurator)} nor an {nameof(IHostConfigurator)}.");

        Options.SiloBuilderConfiguratorTypes.Add(typeof(T).AssemblyQualifiedName);
        return this;
    }

    /// <summary>Adds an <see cref="IClientBuilderConfigurator"/>.</summary>
    public TestClusterBuilder AddClientBuilderConfigurator<T>()
        where T : new()
    {
        if (!typeof(IClientBuilderConfigurator).IsAssignableFrom(typeof(T)))
            throw new ArgumentException($"{typeof(T)} is not an {nameof(IClientBuilderConfigurator)}.");

        Options.ClientBuilderConfiguratorTypes.Add(typeof(T).AssemblyQualifiedName);
        return this;
    }

    /// <summary>Adds sources to the configuration of the cluster's hosts.</summary>
    public TestClusterBuilder ConfigureHostConfiguration(Action<IConfigurationBuilder> configureDelegate)
    {
        _configuration.Add(configureDelegate);
        return this;
    }

    /// <summary>Builds the cluster; it starts with <see cref="TestCluster.DeployAsync"/>.</summary>
    public TestCluster Build()
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddInMemoryCollection(Properties);
        foreach (var configure in _configuration)
            configure(configuration);
        return new TestCluster(Options, [.. configuration.Sources]);
    }
}
