namespace Keeper.Client;

/// <summary>A call to the platform came to nothing; the derived types say in which way.</summary>
public abstract class KeeperException(string message, Exception? inner = null) : Exception(message, inner);
