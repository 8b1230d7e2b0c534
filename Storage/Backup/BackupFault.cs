namespace Keeper.Storage.Backup;

/// <summary>The file is not a backup that can be restored here; the message says why. Nothing was changed.</summary>
public sealed class BackupFaultException(string message, Exception? inner = null) : Exception(message, inner);
