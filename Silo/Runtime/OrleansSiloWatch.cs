using Keeper.Gateway.Cluster;
using Orleans.Runtime;

namespace Keeper.Silo.Runtime;

/// <summary>Tells those who wait in this process when another silo of the cluster has ended or is declared dead.</summary>
internal sealed partial class OrleansSiloWatch(
    IClusterMembershipService membership, ILocalSiloDetails self, SiloLosses losses, ILogger<OrleansSiloWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var before = membership.CurrentSnapshot;
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                foreach (var silo in before.Members.Values.Where(HadGrains))
                {
                    if (now.GetSiloStatus(silo.SiloAddress) != SiloStatus.Dead)
                        continue;
                    LogLost(silo.Name, silo.SiloAddress);
                    losses.Announce();
                }

                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private bool HadGrains(ClusterMember member) =>
        member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping && !member.SiloAddress.Equals(self.SiloAddress);

    [LoggerMessage(1870, LogLevel.Warning, "Silo {Name} at {Address} is gone; its grains start on others.")]
    private partial void LogLost(string name, SiloAddress address);

    [LoggerMessage(1871, LogLevel.Debug, "The cluster is not watched any more.")]
    private partial void LogStopped();
}
