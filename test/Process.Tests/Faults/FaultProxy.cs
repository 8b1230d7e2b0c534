using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Keeper.Testing;

namespace Keeper.Process.Tests.Faults;

/// <summary>What the proxy does to a connection: cut it after so many bytes of a direction, or swallow everything.</summary>
/// <param name="Request">Bytes from the agent that pass; <see langword="null"/> for all.</param>
/// <param name="Response">Bytes from the gateway that pass; <see langword="null"/> for all.</param>
/// <param name="Hole">After that the connection stays open and nothing passes, as behind a firewall that drops.</param>
internal sealed record Fault(int? Request = null, int? Response = null, bool Hole = false)
{
    public static Fault None { get; } = new();
}

/// <summary>Stands between agents and the gateway and breaks connections in the middle of what they carry.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Recorder<Fault> _struck = new();
    private readonly Uri _gateway;
    private readonly Task _accepting;
    private volatile Func<Fault> _next = () => Fault.None;

    public FaultProxy(string gatewayUrl)
    {
        _gateway = new Uri(gatewayUrl);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Chooses what happens to each new connection from now on.</summary>
    public void Break(Func<Fault> next) => _next = next;

    /// <summary>Until so many connections have been broken.</summary>
    public Task WhenStruckAsync(int count, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _struck.WhenCountAsync(count, TimeSpan.FromSeconds(90), file, line);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _next()));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient agent, Fault fault)
    {
        using var gateway = new TcpClient();
        using (agent)
        {
            try
            {
                await gateway.ConnectAsync(_gateway.Host, _gateway.Port, _stop.Token);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var there = PumpAsync(agent, gateway, fault.Request, fault, both.Token);
                var back = PumpAsync(gateway, agent, fault.Response, fault, both.Token);
                await Task.WhenAny(there, back);
                await both.CancelAsync();
                Cut(agent);
                Cut(gateway);
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either end may go at any time: that is what this is for.
                Cut(agent);
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, int? limit, Fault fault, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        var left = limit ?? int.MaxValue;
        try
        {
            while (await from.GetStream().ReadAsync(buffer, ct) is > 0 and var read)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, Math.Min(read, left)), ct);
                left -= limit is null ? 0 : Math.Min(read, left);
                if (left > 0)
                    continue;
                _struck.Add(fault);
                if (fault.Hole)
                    await Task.Delay(Timeout.Infinite, ct);
                return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return; // the relay ends with either direction
        }
    }

    /// <summary>A reset, not an orderly end.</summary>
    private static void Cut(TcpClient client)
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }
}
