using System.Net;
using System.Net.Sockets;
using System.Text;
using Keeper.Testing;

namespace Keeper.Process.Tests.Secrets;

/// <summary>
/// The worst kind of target: whatever it is told it says back, as it was and in base64, as an HTTP answer or as an error of a
/// Redis server. It remembers all of it.
/// </summary>
internal sealed class EchoTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public EchoTarget()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What came, read by read.</summary>
    public Recorder<string> Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.Within("the target's end");
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var buffer = new byte[64 << 10];
                for (int read; (read = await stream.ReadAsync(buffer, _stop.Token)) > 0;)
                {
                    var said = Encoding.UTF8.GetString(buffer, 0, read);
                    Received.Add(said);
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(said)), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The probe hung up first.
                Received.Add("");
            }
        }
    }

    private static string Answer(string said)
    {
        var echo = $"{said.ReplaceLineEndings(" ")} {Convert.ToBase64String(Encoding.UTF8.GetBytes(said))}";
        return said.Contains(" HTTP/1.1", StringComparison.Ordinal)
            ? $"HTTP/1.1 200 OK\r\nX-Echo: {echo}\r\nContent-Length: {Encoding.UTF8.GetByteCount(echo)}\r\nConnection: close\r\n\r\n{echo}"
            : $"-ERR {echo}\r\n";
    }
}
