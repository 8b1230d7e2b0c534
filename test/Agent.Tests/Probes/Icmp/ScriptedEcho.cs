using System.Threading.Channels;
using Keeper.Agent.Probes.Icmp;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Icmp;

/// <summary>A host that answers each echo request as the test says, without the network.</summary>
internal sealed class ScriptedEcho(Func<byte[], IEnumerable<byte[]>> answer) : IEchoSocket
{
    private readonly Channel<byte[]> _packets = Channel.CreateUnbounded<byte[]>();
    private readonly Recorder<bool> _taken = new();
    private bool _delivered;
    private int _queued;

    public bool HasIpHeader => false;

    public bool IsDisposed { get; private set; }

    public Recorder<int> Requests { get; } = new();

    public IcmpExecutorFactory Factory => new((_, _) => Task.FromResult(new OpenedEcho(this, "")));

    /// <summary>Completes when all that was sent back was looked at; asking for the next packet shows it.</summary>
    public Task WhenTakenAsync() => _taken.WhenCountAsync(_queued);

    /// <summary>The reply that a host makes to a request.</summary>
    public static byte[] ReplyTo(byte[] request)
    {
        var reply = request.ToArray();
        reply[0] = 0;
        return reply;
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> packet, CancellationToken ct)
    {
        foreach (var back in answer(packet.ToArray()))
        {
            _packets.Writer.TryWrite(back);
            _queued++;
        }

        Requests.Add(packet.Span[7]);
        return ValueTask.FromResult(packet.Length);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (_delivered)
            _taken.Add(true);
        var packet = await _packets.Reader.ReadAsync(ct);
        packet.CopyTo(buffer);
        _delivered = true;
        return packet.Length;
    }

    public void Dispose() => IsDisposed = true;
}
