using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Command;
using Keeper.Agent.Probes.Database;
using Keeper.Agent.Probes.Domain;
using Keeper.Agent.Probes.Http;
using Keeper.Agent.Probes.Icmp;
using Keeper.Agent.Probes.Log;
using Keeper.Agent.Probes.Message;
using Keeper.Agent.Probes.Metrics;
using Keeper.Agent.Probes.ObjectStorage;
using Keeper.Agent.Probes.Port;
using Keeper.Agent.Probes.Scrape;
using Keeper.Agent.Probes.Tls;

namespace Keeper.Agent;

/// <summary>The executors that every agent has (docs/howto/add-an-executor.md).</summary>
public static class BuiltInExecutors
{
    /// <summary>One factory for each kind, as far as the options allow what it does.</summary>
    public static IReadOnlyList<IExecutorFactory> For(AgentOptions options) =>
    [
        new PortExecutorFactory(),
        new DomainExecutorFactory(),
        new HttpExecutorFactory(),
        new TlsExecutorFactory(),
        new IcmpExecutorFactory(),
        new MetricsExecutorFactory(),
        new ScrapeExecutorFactory(),
        new DatabaseExecutorFactory(),
        new LogExecutorFactory(Path.Combine(options.DataFolder, "log-positions")),
        new ObjectStorageExecutorFactory(),
        new CommandExecutorFactory(options.Commands),
        new MessageExecutorFactory(),
    ];
}
