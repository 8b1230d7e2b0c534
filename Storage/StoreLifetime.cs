using Microsoft.Extensions.Hosting;

namespace Keeper.Storage;

/// <summary>
/// Opens the store ahead of every hosted service's start. It is closed by the container, after everything that might
/// still write has stopped.
/// </summary>
internal sealed class StoreLifetime(Store store) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
