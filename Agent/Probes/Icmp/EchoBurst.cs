using System.Net.Sockets;

namespace Keeper.Agent.Probes.Icmp;

/// <summary>Sends a burst of echo requests and gathers what comes back, however much else does.</summary>
internal sealed class EchoBurst(IEchoSocket socket, EchoPackets packets, int count, TimeProvider time)
{
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);

    /// <summary>A broken socket or a flood of strangers' packets ends the burst here.</summary>
    private const int MaxPackets = 100_000;

    private readonly long[] _sent = new long[count];
    private readonly double?[] _roundTrips = new double?[count];
    private int _ended;

    /// <summary>Round trips of the answered requests in milliseconds.</summary>
    public IReadOnlyList<double> RoundTrips => [.. _roundTrips.OfType<double>()];

    public int Undeliverable { get; private set; }

    /// <summary>What the system said about sending or receiving, the last of it.</summary>
    public SocketError? Error { get; private set; }

    /// <summary>Ends when every request is answered or given up, at most <paramref name="patience"/> after the last one.</summary>
    public async Task RunAsync(TimeSpan patience, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        var receiving = ReceiveAsync(either.Token);
        try
        {
            await SendAsync(either.Token);
            over.CancelAfter(patience);
            await receiving;
        }
        finally
        {
            await over.CancelAsync();
            await receiving;
        }

        ct.ThrowIfCancellationRequested();
    }

    private async Task SendAsync(CancellationToken ct)
    {
        for (var sequence = 0; sequence < count; sequence++)
        {
            if (sequence > 0)
                await Task.Delay(Spacing, time, ct);
            Volatile.Write(ref _sent[sequence], time.GetTimestamp());
            try
            {
                await socket.SendAsync(packets.Request(sequence), ct);
            }
            catch (SocketException e)
            {
                Error = e.SocketErrorCode;
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[EchoPackets.MaxLength];
        for (var i = 0; i < MaxPackets && _ended < count && !ct.IsCancellationRequested; i++)
        {
            try
            {
                var length = await socket.ReceiveAsync(buffer, ct);
                Take(buffer.AsSpan(0, length));
            }
            catch (SocketException e)
            {
                Error = e.SocketErrorCode;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> packet)
    {
        var meaning = packets.Read(packet, socket.HasIpHeader, out var sequence);
        if (meaning == EchoMeaning.NotOurs || sequence >= count || _roundTrips[sequence] is not null)
            return;
        _ended++;
        if (meaning == EchoMeaning.Undeliverable)
            Undeliverable++;
        else
            _roundTrips[sequence] = time.GetElapsedTime(Volatile.Read(ref _sent[sequence])).TotalMilliseconds;
    }
}
