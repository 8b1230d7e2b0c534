using System.Net;
using System.Text;
using Keeper.Bench.Load.Http;
using Keeper.Bench.Load.Servers;
using Keeper.Protocol.Agents;

namespace Keeper.Bench.Load.Scenarios;

/// <summary>Memory and processor time of the silo while thousands of idle agents hold their long polls.</summary>
internal static class IdleScenario
{
    public static async Task RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using var silo = await BenchSilo.StartAsync(cancellation);
        var agents = await silo.EnrollAsync(options.Agents, cancellation);
        await MeasureAsync("silo        ", silo.Process, silo.Gateway, agents, options, cancellation);
        var (bare, address) = await ServerProcess.StartBareKestrelAsync();
        using var _ = bare;
        await MeasureAsync("bare Kestrel", bare, address, agents, options, cancellation);
    }

    private static async Task MeasureAsync(
        string what, ServerProcess server, IPEndPoint address, IReadOnlyList<SimulatedAgent> agents, LoadOptions options, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), cancellation);
        var before = server.ResidentBytes;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long answered = 0;
        var loops = agents.Select(agent => PollAsync(address, agent, () => Interlocked.Increment(ref answered), stop.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(15), cancellation);
        var (cpu, polls) = (server.ProcessorTime, Interlocked.Read(ref answered));
        await Task.Delay(TimeSpan.FromSeconds(options.IdleSeconds), cancellation);
        var used = (server.ProcessorTime - cpu).TotalSeconds / options.IdleSeconds * 100;
        var after = server.ResidentBytes;
        Console.WriteLine($"idle    {what}: {agents.Count:N0} agents, {(after - before) / 1024.0 / agents.Count:F1} KiB each (resident {before >> 20} -> {after >> 20} MiB), "
            + $"{used:F0} % of one core, {(Interlocked.Read(ref answered) - polls) / options.IdleSeconds:F0} polls/s");
        await stop.CancelAsync();
        await Task.WhenAll(loops);
    }

    private static async Task PollAsync(IPEndPoint server, SimulatedAgent agent, Action count, CancellationToken cancellation)
    {
        try
        {
            using var connection = await RawConnection.ConnectAsync(server, cancellation);
            while (true)
            {
                var (status, body) = await connection.RoundTripAsync(BenchSilo.Poll(agent, new PollRequest
                {
                    InstanceId = agent.InstanceId,
                    StartedAt = agent.StartedAt,
                    SentAt = DateTimeOffset.UtcNow,
                    Capacity = 10,
                    WaitSeconds = 5,
                }), cancellation);
                if (status != 200)
                    throw new InvalidOperationException($"poll: {status} {Encoding.UTF8.GetString(body.Span)}");
                count();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return; // the measurement is over
        }
    }
}
