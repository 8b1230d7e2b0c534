using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Scrape;

/// <summary>Makes the executors of the kind <c>scrape</c>.</summary>
internal sealed class ScrapeExecutorFactory : IExecutorFactory
{
    public string Kind => ScrapeArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) =>
        ScrapeArguments.Read(arguments) is { } settled ? new ScrapeExecutor(settled) : null;
}
