using Keeper.Gateway.Operator;
using Keeper.Storage;

namespace Keeper.Silo.Start;

/// <summary>Backups of the data that this silo serves.</summary>
internal sealed class StoreBackup(Store store) : IBackupSource
{
    public Task WriteAsync(Stream output, CancellationToken cancellation) => store.BackUpAsync(output, cancellation);
}
