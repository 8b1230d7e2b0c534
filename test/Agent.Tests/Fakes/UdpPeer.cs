using System.Net;
using System.Net.Sockets;
using Keeper.Testing;

namespace Keeper.Agent.Tests;

/// <summary>A UDP server on loopback: for each datagram, those that the test answers with.</summary>
internal sealed class UdpPeer : IAsyncDisposable
{
    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public UdpPeer(Func<byte[], IEnumerable<byte[]>> answer, int port = 0)
    {
        _socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        _serving = ServeAsync(answer);
    }

    public Recorder<byte[]> Questions { get; } = new();

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public static int ClosedPort() => LoopbackPort.Free();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.Within("the peer's end");
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync(_stop.Token);
                foreach (var datagram in answer(question.Buffer))
                    await _socket.SendAsync(datagram, question.RemoteEndPoint, _stop.Token);
                Questions.Add(question.Buffer);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
