using System.Diagnostics;
using System.Net;
using Keeper.Bench.Load.Http;
using Keeper.Bench.Load.Servers;
using Keeper.Protocol.Agents;

namespace Keeper.Bench.Load.Scenarios;

/// <summary>Polls a second of the gateway, as a ratio to bare Kestrel parsing and answering the same JSON, in turn.</summary>
internal static class PollsScenario
{
    public static async Task RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using var silo = await BenchSilo.StartAsync(cancellation);
        var (bare, bareAddress) = await ServerProcess.StartBareKestrelAsync();
        using var _ = bare;
        var agents = await silo.EnrollAsync(options.Connections, cancellation);
        var ratios = new List<double>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            var gateway = await MeasureAsync(silo.Gateway, agents, options, cancellation);
            var kestrel = await MeasureAsync(bareAddress, agents, options, cancellation);
            if (round == 0)
                continue; // warm-up
            ratios.Add(gateway / kestrel);
            Console.WriteLine($"polls   round {round}: gateway {gateway,9:N0}/s   bare Kestrel {kestrel,9:N0}/s   ratio {gateway / kestrel:F2}");
        }

        Console.WriteLine($"polls   median ratio {Percentiles.Median(ratios):F2} over {options.Rounds} rounds, {options.Connections} connections");
    }

    private static async Task<double> MeasureAsync(
        IPEndPoint server, IReadOnlyList<SimulatedAgent> agents, LoadOptions options, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counts = new long[agents.Count];
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(options.Seconds * Stopwatch.Frequency);
        await Task.WhenAll(agents.Select((agent, i) => Task.Run(async () =>
        {
            using var connection = await RawConnection.ConnectAsync(server, stop.Token);
            var request = BenchSilo.Poll(agent, new PollRequest
            {
                InstanceId = agent.InstanceId,
                StartedAt = agent.StartedAt,
                SentAt = DateTimeOffset.UtcNow,
                Capacity = 10,
                Heartbeat = new Heartbeat { CpuPercent = 1.5, MemoryBytes = 30_000_000, Outbox = 0 },
            });
            while (Stopwatch.GetTimestamp() < end)
            {
                var (status, _) = await connection.RoundTripAsync(request, stop.Token);
                if (status != 200)
                    throw new InvalidOperationException($"poll answered {status}");
                counts[i]++;
            }
        }, stop.Token)));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
