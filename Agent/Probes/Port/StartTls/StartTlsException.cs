namespace Keeper.Agent.Probes.Port.StartTls;

/// <summary>A server does not change to TLS; the message says why.</summary>
internal sealed class StartTlsException(string message) : Exception(message);
