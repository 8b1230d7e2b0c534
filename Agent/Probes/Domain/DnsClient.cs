using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Domain;

/// <summary>An answer, or why there is none.</summary>
internal readonly record struct DnsReply(DnsAnswer? Answer, string Failure, bool ByTcp = false);

/// <summary>Asks one server: by UDP, and by TCP when the answer was too long for that; or by TCP alone.</summary>
internal sealed class DnsClient(IPEndPoint server, TimeProvider time, LocalLimits limits)
{
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);
    public const int MaxSends = 4;

    /// <summary>More than any server sends that was told <see cref="DnsQuery.UdpSize"/>; what is longer reads as broken.</summary>
    private const int MaxDatagram = 4096;

    private const int MaxStrangers = 100;

    public async Task<DnsReply> AskAsync(byte[] name, DnsRecordType type, bool onlyTcp, CancellationToken ct)
    {
        limits.CheckTarget(server.Address, server.Port);
        var query = new DnsQuery((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name, type);
        try
        {
            if (onlyTcp)
                return await AskByTcpAsync(query, "", ct);
            var reply = await AskByUdpAsync(query, edns: true, ct);
            // Servers from before EDNS0 say that they do not understand.
            if (reply.Answer is { Code: DnsAnswer.FormatError })
                reply = await AskByUdpAsync(query, edns: false, ct);
            return reply.Answer is { Truncated: true } ? await AskByTcpAsync(query, "the answer is too long for UDP, and by TCP: ", ct) : reply;
        }
        catch (SocketException e)
        {
            return new(null, SocketFaults.Describe(e.SocketErrorCode, server));
        }
        catch (IOException e)
        {
            return new(null, e.InnerException is SocketException inner
                ? SocketFaults.Describe(inner.SocketErrorCode, server) : $"{server} broke the connection off: {e.Message}");
        }
    }

    private async Task<DnsReply> AskByUdpAsync(DnsQuery query, bool edns, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected, so that only the server's own datagrams arrive; its port is as random as the system makes it.
        await socket.ConnectAsync(server, ct);
        var message = query.Encode(edns);
        for (var sends = 0; sends < MaxSends; sends++)
        {
            await socket.SendAsync(message, ct);
            using var patience = new CancellationTokenSource(ResendAfter, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            try
            {
                return await ReceiveAsync(socket, query, both.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // A datagram may get lost: ask again.
                continue;
            }
        }

        return new(null, $"timed out: {server} did not answer {MaxSends} questions in {(MaxSends * ResendAfter).TotalSeconds:0} s");
    }

    private async Task<DnsReply> ReceiveAsync(Socket socket, DnsQuery query, CancellationToken ct)
    {
        var buffer = new byte[MaxDatagram];
        for (var strangers = 0; strangers < MaxStrangers; strangers++)
        {
            var length = await socket.ReceiveAsync(buffer, ct);
            if (DnsAnswer.Parse(buffer.AsSpan(0, length), query, out var fault) is { } answer)
                return new(answer, "");
            if (fault.Length > 0)
                return new(null, $"{server} sent a broken answer: {fault}");
        }

        return new(null, $"{server} sent {MaxStrangers} datagrams, none of which answers the question");
    }

    private async Task<DnsReply> AskByTcpAsync(DnsQuery query, string why, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(MaxSends * ResendAfter, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            var (socket, failure) = await new TcpDialer(time, limits).ConnectAsync([server.Address], server.Port, both.Token);
            if (socket is null)
                return new(null, why + failure);
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            return await ConverseAsync(stream, query, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"timed out: {server} did not answer by TCP");
        }
    }

    private async Task<DnsReply> ConverseAsync(NetworkStream stream, DnsQuery query, CancellationToken ct)
    {
        var message = query.Encode(edns: true);
        var framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        await stream.WriteAsync(framed, ct);
        var prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, ct);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(answer, ct);
        return DnsAnswer.Parse(answer, query, out var fault) is { } parsed
            ? new(parsed, "", ByTcp: true)
            : new(null, $"{server} sent a broken answer by TCP: {(fault.Length > 0 ? fault : "it answers another question")}");
    }
}
