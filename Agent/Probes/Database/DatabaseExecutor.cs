using System.Net;
using System.Net.Sockets;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Database;

/// <summary>
/// Is a database alive: connect, shake hands, log in, ask. Each stage is an assertion and a phase, so that a port that
/// answers is told from a database that does.
/// </summary>
internal sealed class DatabaseExecutor(DatabaseArguments arguments, IDatabaseEngine engine) : IExecutor
{
    private readonly Redaction _redaction = new(arguments.Password);

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var progress = new DatabaseProgress(probe, _redaction);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(arguments.TimeoutMs), context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await RunAsync(progress, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return progress.Fail($"timed out after {arguments.TimeoutMs} ms while {probe.Doing}");
        }
        catch (DatabaseFault e)
        {
            return progress.Fail(e.Message);
        }
        catch (IOException e)
        {
            return progress.Fail($"the connection broke: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private async Task<TaskResult> RunAsync(DatabaseProgress progress, CancellationToken ct)
    {
        progress.Enter(DatabaseStage.Lookup, $"resolving '{arguments.Host}'");
        var host = await HostLookup.FindAsync(arguments.Host, ct);
        if (!host.IsFound)
            return progress.Fail(host.Failure);
        progress.Pass(string.Join(", ", host.Addresses));
        progress.Enter(DatabaseStage.Connect, $"connecting to {string.Join(", ", host.Addresses)}, port {arguments.Port}");
        var (socket, failure) = await new TcpDialer(progress.Probe.Time, progress.Probe.Limits).ConnectAsync(host.Addresses, arguments.Port, ct);
        if (socket is null)
            return progress.Fail(failure);
        var remote = socket.RemoteEndPoint ?? new IPEndPoint(host.Addresses[0], arguments.Port);
        progress.Pass($"{remote}");
        await using var session = new DatabaseSession(arguments, progress, new NetworkStream(socket, ownsSocket: true), remote);
        var answer = await engine.AskAsync(session, ct);
        return new DatabaseVerdict(arguments, progress.Probe, _redaction).Of($"{engine.Name} at {remote}", answer);
    }
}
