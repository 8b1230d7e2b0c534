namespace Keeper.Gateway.Operator;

/// <summary>Where backups come from.</summary>
public interface IBackupSource
{
    /// <summary>Writes all data as it is at one moment.</summary>
    Task WriteAsync(Stream output, CancellationToken cancellation);
}
