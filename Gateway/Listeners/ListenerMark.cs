namespace Keeper.Gateway.Listeners;

/// <summary>Both the mark of a connection and that of an endpoint; they have to agree.</summary>
internal sealed record ListenerMark(Listener Listener);
