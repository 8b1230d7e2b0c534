namespace Orleans.TestingHost;

/// <summary>How a test cluster is set up.</summary>
public class TestClusterOptions
{
    /// <summary>The cluster's name.</summary>
    public string ClusterId { get; set; } = TestClusterBuilder.CreateClusterId();

    /// <summary>The service's name.</summary>
    public string ServiceId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>How many silos are asked for. The embedded runtime always has one.</summary>
    public short InitialSilosCount { get; set; } = 1;

    /// <summary>The silo configurators, as assembly-qualified names.</summary>
    public List<string?> SiloBuilderConfiguratorTypes { get; } = [];

    /// <summary>The client configurators, as assembly-qualified names.</summary>
    public List<string?> ClientBuilderConfiguratorTypes { get; } = [];
}
