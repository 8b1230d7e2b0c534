using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Keeper.Testing;

namespace Keeper.Bench.Probes.Targets;

/// <summary>TCP servers on loopback that each do one thing with a connection.</summary>
internal sealed class TcpTargets : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];

    public TcpTargets(Pki pki)
    {
        Silent = Serve((stream, ct) => HoldAsync(stream, ct));
        Banner = Serve(async (stream, ct) =>
        {
            await SayAsync(stream, "SSH-2.0-Bench\r\n", ct);
            await HoldAsync(stream, ct);
        });
        Mail = Serve((stream, ct) => MailAsync(stream, pki.Good, ct));
        GarbageWeb = Serve(async (stream, ct) => await AnswerAsync(stream, "SSH-2.0-Bench\r\n\r\n", ct));
        HalfWeb = Serve(async (stream, ct) => await AnswerAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ct));
        Closed = LoopbackPort.Free();
    }

    /// <summary>Accepts and says nothing.</summary>
    public int Silent { get; }

    /// <summary>Says what it is.</summary>
    public int Banner { get; }

    /// <summary>Mail that changes to TLS.</summary>
    public int Mail { get; }

    /// <summary>Answers HTTP with something else.</summary>
    public int GarbageWeb { get; }

    /// <summary>Ends in the middle of its answer.</summary>
    public int HalfWeb { get; }

    /// <summary>Nothing listens here.</summary>
    public int Closed { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();
        _stop.Dispose();
    }

    private int Serve(Func<NetworkStream, CancellationToken, Task> serve)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        // A thousand probes may come at once.
        listener.Start(backlog: 4096);
        _listeners.Add(listener);
        _ = AcceptAsync(listener, serve, _stop.Token);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AcceptAsync(TcpListener listener, Func<NetworkStream, CancellationToken, Task> serve, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(ct);
            _ = ServeAsync(client, serve, ct);
        }
    }

    private static async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> serve, CancellationToken ct)
    {
        using (client)
            await serve(client.GetStream(), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task MailAsync(NetworkStream stream, X509Certificate2 certificate, CancellationToken ct)
    {
        await SayAsync(stream, "220 mail.test ready\r\n", ct);
        await HearLineAsync(stream, ct);
        await SayAsync(stream, "250-mail.test\r\n250 STARTTLS\r\n", ct);
        await HearLineAsync(stream, ct);
        await SayAsync(stream, "220 go ahead\r\n", ct);
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
        await HoldAsync(tls, ct);
    }

    private static async Task AnswerAsync(NetworkStream stream, string answer, CancellationToken ct)
    {
        await HearLineAsync(stream, ct);
        await SayAsync(stream, answer, ct);
    }

    private static async Task SayAsync(NetworkStream stream, string text, CancellationToken ct) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);

    private static async Task HearLineAsync(NetworkStream stream, CancellationToken ct) => _ = await stream.ReadAsync(new byte[4096], ct);

    private static async Task HoldAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[256];
        while (await stream.ReadAsync(buffer, ct) > 0)
        {
        }
    }
}
