using System.Net;
using System.Net.Sockets;
using Keeper.Testing;

namespace Keeper.Process.Tests.Probes;

/// <summary>A server that lets whoever connects wait for its answer, and counts how many wait at once.</summary>
internal sealed class HoldingTarget : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Recorder<int> _waiting = new();
    private readonly Lock _gate = new();
    private readonly Queue<TcpClient> _held = new();
    private readonly Task _accepting;
    private bool _open;

    public HoldingTarget()
    {
        _listener.Start(backlog: 4096);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many waited at once when each came.</summary>
    public IReadOnlyList<int> Waiting => _waiting.Items;

    /// <summary>Completes when so many have come, over all.</summary>
    public Task WhenArrivedAsync(int count) => _waiting.WhenCountAsync(count, TimeSpan.FromSeconds(90));

    /// <summary>Answers so many of those that wait.</summary>
    public void Release(int count)
    {
        lock (_gate)
        {
            for (var i = 0; i < count && _held.TryDequeue(out var client); i++)
                Send(client);
        }
    }

    /// <summary>Answers all, and whoever comes from now on.</summary>
    public void ReleaseAll()
    {
        lock (_gate)
            _open = true;
        Release(int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        ReleaseAll();
        await _stop.CancelAsync();
        await _accepting.Within("the target's end");
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                Hold(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void Hold(TcpClient client)
    {
        lock (_gate)
        {
            _held.Enqueue(client);
            // Counted before it is answered: a probe has ended for the agent when its answer has gone out here.
            _waiting.Add(_held.Count);
            if (_open)
                Send(_held.Dequeue());
        }
    }

    private static void Send(TcpClient client)
    {
        try
        {
            // Small enough for an empty send buffer: this does not wait.
            client.Client.Send(Answer);
            client.Client.Shutdown(SocketShutdown.Send);
            _ = DrainAsync(client);
        }
        catch (SocketException)
        {
            client.Dispose();
        }
    }

    /// <summary>Reads what was asked until the other side is gone: closing on unread bytes would break off the answer.</summary>
    private static async Task DrainAsync(TcpClient client)
    {
        using (client)
            await client.GetStream().CopyToAsync(Stream.Null).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
