using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Configures the silo of a test cluster.</summary>
public interface ISiloConfigurator
{
    /// <summary>Configures the silo.</summary>
    void Configure(ISiloBuilder siloBuilder);
}

/// <summary>Configures the host of a test cluster's silo.</summary>
public interface IHostConfigurator
{
    /// <summary>Configures the host.</summary>
    void Configure(IHostBuilder hostBuilder);
}

/// <summary>Configures the client of a test cluster.</summary>
public interface IClientBuilderConfigurator
{
    /// <summary>Configures the client.</summary>
    void Configure(IConfiguration configuration, IClientBuilder clientBuilder);
}
