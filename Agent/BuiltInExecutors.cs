using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Domain;
using Keeper.Agent.Probes.Http;
using Keeper.Agent.Probes.Icmp;
using Keeper.Agent.Probes.Port;
using Keeper.Agent.Probes.Scrape;
using Keeper.Agent.Probes.Tls;

namespace Keeper.Agent;

/// <summary>The executors that every agent has (docs/howto/add-an-executor.md).</summary>
public static class BuiltInExecutors
{
    /// <summary>One factory for each kind.</summary>
    public static IReadOnlyList<IExecutorFactory> All { get; } =
    [
        new PortExecutorFactory(),
        new DomainExecutorFactory(),
        new HttpExecutorFactory(),
        new TlsExecutorFactory(),
        new IcmpExecutorFactory(),
        new ScrapeExecutorFactory(),
    ];
}
