using System.Net;
using System.Net.Sockets;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions.Secrets;
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
    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var progress = new DatabaseProgress(probe);
        var result = await probe.WithinAsync(arguments.TimeoutMs, limited => TryAsync(progress, limited), ct, progress.Fail);
        // Servers quote the login that they refuse, and a message goes further than the arguments do: into alerts.
        return Redaction.OfWritten(arguments.Password).Apply(result);
    }

    private async Task<TaskResult> TryAsync(DatabaseProgress progress, CancellationToken ct)
    {
        try
        {
            return await RunAsync(progress, ct);
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
        return new DatabaseVerdict(arguments, progress.Probe).Of($"{engine.Name} at {remote}", answer);
    }
}
