namespace Keeper.Silo.Standby;

/// <summary>A term ends when the process says so: signals are for the process.</summary>
internal sealed class TermLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
