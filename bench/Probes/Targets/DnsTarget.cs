using System.Net;
using System.Net.Sockets;
using System.Text;
using Keeper.Testing;

namespace Keeper.Bench.Probes.Targets;

/// <summary>A DNS server on loopback, by UDP and TCP, that answers by the first label: ok, missing, broken or silent.</summary>
internal sealed class DnsTarget : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;

    public DnsTarget()
    {
        Port = LoopbackPort.Free();
        _udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, Port));
        _tcp = new TcpListener(IPAddress.Loopback, Port);
        _tcp.Start(backlog: 4096);
        _ = AnswerByUdpAsync();
        _ = AnswerByTcpAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerByUdpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var question = await _udp.ReceiveAsync(_stop.Token);
            if (Answer(question.Buffer) is { } answer)
                await _udp.SendAsync(answer, question.RemoteEndPoint, _stop.Token);
        }
    }

    private async Task AnswerByTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            var prefix = new byte[2];
            await stream.ReadExactlyAsync(prefix, _stop.Token);
            var question = new byte[(prefix[0] << 8) | prefix[1]];
            await stream.ReadExactlyAsync(question, _stop.Token);
            if (Answer(question) is { } answer)
                await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stop.Token);
        }
    }

    private static byte[]? Answer(byte[] question)
    {
        var label = Encoding.ASCII.GetString(question, 13, question[12]);
        var end = 12;
        while (question[end] != 0)
            end += question[end] + 1;
        var code = label switch { "ok" => 0, "missing" => 3, "broken" => 2, _ => -1 };
        if (code < 0)
            return null;
        var answer = question[..(end + 5)];
        (answer[2], answer[3]) = (0x85, (byte)(0x80 | code));
        (answer[7], answer[11]) = ((byte)(code == 0 ? 1 : 0), 0);
        // One record of type A, for a minute: 10.0.0.7.
        return code != 0 ? answer : [.. answer, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 7];
    }
}
