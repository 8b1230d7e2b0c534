using Keeper.Agent;
using Keeper.Grains.Vpcs;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Silo.Start;

/// <summary>
/// The agent in the VPC <c>local</c>, so that one command shows a living system. It is an agent like any other: it
/// enrols with a token and speaks to the gateway over HTTP.
/// </summary>
internal sealed partial class LocalAgent(
    IOptions<SiloOptions> options, IGrainFactory grains, Listeners listeners, DataFolder data,
    IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers, ILogger<LocalAgent> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.LocalAgent.Enabled || !await lifetime.WaitForStartAsync(stoppingToken))
            return;
        var agent = new KeeperAgent(
            new AgentOptions
            {
                Gateways = [listeners.Gateway],
                Name = "local",
                DataFolder = Path.Combine(data.Path, "local-agent"),
                TokenSource = IssueTokenAsync,
                ShutdownGrace = TimeSpan.FromSeconds(5),
            },
            time,
            loggers);
        var exit = await agent.RunAsync(stoppingToken);
        if (!stoppingToken.IsCancellationRequested)
            LogEnded(exit);
    }

    private async ValueTask<string> IssueTokenAsync(CancellationToken cancellation)
    {
        var token = await grains.GetGrain<IVpcGrain>(FirstStart.LocalVpc).IssueTokenAsync(expiresInSeconds: 60, maxUses: 1);
        return token?.Token ?? throw new InvalidOperationException($"The VPC {FirstStart.LocalVpc} is gone.");
    }

    [LoggerMessage(1850, LogLevel.Warning, "The built-in agent has ended: {Exit}. The silo goes on without it.")]
    private partial void LogEnded(AgentExit exit);
}
