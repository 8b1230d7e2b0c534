using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Timers;

namespace Orleans.Embedded.Hosting;

/// <summary>Starts and stops the silo with its host, and collects idle activations in between.</summary>
internal sealed class SiloHost(LocalSilo silo, IOptions<ClusterOptions> names) : IHostedService, IDisposable
{
    private ITimer? _collection;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        silo.Open();
        RunningSilos.Add(names.Value, silo);
        var quantum = silo.Collection.CollectionQuantum;
        _collection = silo.Clocks.Collection.CreateBareTimer(static host => ((SiloHost)host!).Collect(), this);
        _collection.Change(quantum, quantum);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        RunningSilos.Remove(names.Value, silo);
        await silo.CloseAsync(cancellationToken);
    }

    public void Dispose() => _collection?.Dispose();

    private void Collect()
    {
        silo.CollectionRound++;
        foreach (var activation in silo.Directory.All)
            activation.CollectIfIdle(silo.CollectionRound, silo.Collection.CollectionQuantum);
    }
}
