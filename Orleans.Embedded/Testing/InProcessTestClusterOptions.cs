namespace Orleans.TestingHost;

/// <summary>How an in-process test cluster is set up.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's name.</summary>
    public string ClusterId { get; set; } = InProcessTestClusterBuilder.CreateClusterId();

    /// <summary>The service's name.</summary>
    public string ServiceId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>How many silos are asked for. The embedded runtime always has one.</summary>
    public short InitialSilosCount { get; set; } = 1;

    /// <summary>What configures the silo's host.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, Microsoft.Extensions.Hosting.IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>What configures the client's host.</summary>
    public List<Action<Microsoft.Extensions.Hosting.IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}

/// <summary>What belongs to one silo of an in-process test cluster.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The silo's name.</summary>
    public string SiloName { get; set; } = "Silo_0";
}
