using Keeper.Storage.Access;

namespace Keeper.Storage.Leases;

/// <summary>A process that takes turns, and where it is reached while it is the active one.</summary>
/// <param name="Name">Differs from process to process.</param>
/// <param name="OperatorUrl">Its operator address.</param>
/// <param name="GatewayUrl">Its gateway address.</param>
public sealed record LeaseHolder(string Name, string OperatorUrl, string GatewayUrl);

/// <summary>What the database says to a process that would be the active one.</summary>
/// <param name="Epoch">The epoch of the term that it has got; <see langword="null"/> when another process is active.</param>
/// <param name="Active">That other process.</param>
public sealed record LeaseAnswer(long? Epoch, LeaseHolder? Active);

/// <summary>
/// Who of the processes on one database may write. Every call throws <see cref="StoreUnavailableException"/> when the
/// database can't be asked.
/// </summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>Makes sure that the database knows leases; brings the schema of one that doesn't up to date.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Makes the key of this process's data folder valid; needs no term, so that a stand-by's key works everywhere.</summary>
    Task AdmitKeyAsync(ApiKeyRow key, CancellationToken cancellation);

    /// <summary>Takes the lease if it is nobody's or was not renewed in time.</summary>
    Task<LeaseAnswer> TakeAsync(LeaseHolder holder, CancellationToken cancellation);

    /// <summary>Renews it.</summary>
    /// <returns>Whether the term still lasts.</returns>
    Task<bool> RenewAsync(long epoch, CancellationToken cancellation);

    /// <summary>Gives it up, so that another process need not wait for its end.</summary>
    Task ReleaseAsync(long epoch, CancellationToken cancellation);
}
