using System.Net;
using System.Net.Sockets;
using Keeper.Agent.Permissions;

namespace Keeper.Agent.Probes.Net;

/// <summary>A connection, or why there is none.</summary>
internal readonly record struct Dialed(Socket? Socket, string Failure);

/// <summary>
/// Connects to the first of a host's addresses that answers. Each gets a short head start before the next is tried beside
/// it (RFC 8305 in small), so that one dead address does not cost the whole time. Addresses that the agent's limits forbid are
/// not tried; what connects is what was checked.
/// </summary>
internal sealed class TcpDialer(TimeProvider time, LocalLimits limits)
{
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="DeniedException">The agent's limits allow none of the addresses.</exception>
    public async Task<Dialed> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken ct)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var untried = new Queue<IPEndPoint>(limits.AllowedOf(addresses, port).Select(a => new IPEndPoint(a, port)));
        var running = new List<Task<Dialed>>();
        var failures = new List<string>();
        try
        {
            while (untried.Count > 0 || running.Count > 0)
            {
                if (untried.TryDequeue(out var next))
                    running.Add(TryAsync(next, losers.Token));
                var first = await FirstAsync(running, untried.Count > 0, losers.Token);
                if (first is null)
                    continue;
                running.Remove(first);
                var dialed = await first;
                if (dialed.Socket is not null)
                    return dialed;
                failures.Add(dialed.Failure);
            }

            ct.ThrowIfCancellationRequested();
            return new(null, string.Join("; ", failures));
        }
        finally
        {
            await losers.CancelAsync();
            foreach (var loser in running)
                _ = CloseAsync(loser);
        }
    }

    /// <summary>The first to end, or <see langword="null"/> when it is time to try the next address as well.</summary>
    private async Task<Task<Dialed>?> FirstAsync(List<Task<Dialed>> running, bool more, CancellationToken ct)
    {
        var first = Task.WhenAny(running);
        if (more)
        {
            try
            {
                return await first.WaitAsync(HeadStart, time, ct);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        return await first;
    }

    private static async Task<Dialed> TryAsync(IPEndPoint target, CancellationToken ct)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(target, ct);
            return new(socket, "");
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return new(null, SocketFaults.Describe(e.SocketErrorCode, target));
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return new(null, $"timed out: {target} does not answer");
        }
    }

    private static async Task CloseAsync(Task<Dialed> loser) => (await loser).Socket?.Dispose();
}
