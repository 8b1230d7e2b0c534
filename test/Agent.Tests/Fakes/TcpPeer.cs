using System.Net;
using System.Net.Sockets;
using System.Text;
using Keeper.Testing;

namespace Keeper.Agent.Tests;

/// <summary>A TCP server on loopback that does with each connection what the test says.</summary>
internal sealed class TcpPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    public TcpPeer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Raised when a connection has ended on the peer's side, however it ended.</summary>
    public Signal ConnectionEnded { get; } = new();

    /// <summary>Connections so far.</summary>
    public Recorder<int> Connections { get; } = new();

    /// <summary>Says something and keeps the connection open.</summary>
    public static TcpPeer Saying(string text) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await HoldAsync(stream, ct);
    });

    /// <summary>Accepts and never says anything.</summary>
    public static TcpPeer Silent() => new(HoldAsync);

    /// <summary>A port of this machine on which nothing listens.</summary>
    public static int ClosedPort() => LoopbackPort.Free();

    /// <summary>Writes for as long as the other side takes it.</summary>
    public static Task PourAsync(Stream stream, string text, CancellationToken ct) => PourAsync(stream, Encoding.UTF8.GetBytes(text), ct);

    /// <summary>Writes for as long as the other side takes it.</summary>
    public static async Task PourAsync(Stream stream, byte[] bytes, CancellationToken ct)
    {
        while (true)
            await stream.WriteAsync(bytes, ct);
    }

    /// <summary>Reads until the other side is gone.</summary>
    public static async Task HoldAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, ct) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener is stopped: accepting on a stopped one fails in ways that depend on the moment.
        await _accepting.Within("the peer's end");
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        Connections.Add(Connections.Items.Count + 1);
        using (client)
        {
            try
            {
                await _serve(client.GetStream(), stop);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The probe hung up or the test is over: both are what many of these tests are about.
                ConnectionEnded.Raise();
            }
        }

        ConnectionEnded.Raise();
    }
}
