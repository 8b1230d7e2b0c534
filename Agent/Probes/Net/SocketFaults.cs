using System.Net;
using System.Net.Sockets;

namespace Keeper.Agent.Probes.Net;

/// <summary>Says in words what went wrong with a connection, so that refused, unreachable and silent are told apart.</summary>
internal static class SocketFaults
{
    public static string Describe(SocketError error, EndPoint target) => error switch
    {
        SocketError.ConnectionRefused => $"refused: nothing listens on {target}",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            => $"unreachable: there is no way to {target}",
        SocketError.TimedOut => $"timed out: {target} does not answer",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => $"reset: {target} broke the connection off",
        SocketError.AccessDenied => $"denied: this host's own rules forbid connecting to {target}",
        SocketError.AddressFamilyNotSupported => $"unreachable: this host has no {target.AddressFamily} addresses for {target}",
        _ => $"{target}: {new SocketException((int)error).Message}",
    };

    /// <summary>A connection that broke while something was done over it.</summary>
    public static string Describe(IOException fault, EndPoint target, string doing) => fault.InnerException is SocketException inner
        ? $"{Describe(inner.SocketErrorCode, target)} while {doing}"
        : $"{target} broke the connection off while {doing}: {fault.Message}";

    public static string DescribeLookup(SocketError error, string host) => error switch
    {
        SocketError.HostNotFound => $"name not found: '{host}' does not exist",
        SocketError.NoData => $"name not found: '{host}' has no address",
        SocketError.TryAgain => $"name not found: the resolver does not answer for '{host}'",
        _ => $"name not found: '{host}': {new SocketException((int)error).Message}",
    };
}
