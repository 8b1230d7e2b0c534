namespace Keeper.Silo.Standby;

/// <summary>The server of one term, as far as taking turns is concerned.</summary>
internal interface ITerm : IAsyncDisposable
{
    /// <summary>Cancelled when the server itself wants to end.</summary>
    CancellationToken Ending { get; }

    /// <summary>Opens the store, starts grains and background work, and lets requests in.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Breaks off whatever is being answered.</summary>
    Task AbortAsync();

    /// <summary>Stops it, tidily as long as it may.</summary>
    Task StopAsync(CancellationToken cancellation);
}
