using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Keeper.Bench.Load.Http;
using Keeper.Bench.Load.Servers;
using Keeper.Bench.Storage;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Bench.Load.Scenarios;

/// <summary>
/// Durable tasks a second, end to end: created through the API in batches, handed to 100 simulated agents over HTTP, their
/// results stored. As a ratio to the bare database making the same row changes in commits of 100, in the same run.
/// </summary>
internal static class TasksScenario
{
    private const int Agents = 100;
    private const int BatchSize = 250;
    private const int Submitters = 4;
    private const int MostOutstanding = 20_000;

    public static async Task RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using var silo = await BenchSilo.StartAsync(cancellation, options.PostgreSql);
        var agents = await silo.EnrollAsync(Agents, cancellation);
        await MeasureAsync(silo, agents, Math.Min(20_000, options.Tasks), cancellation); // warm-up
        var database = options.PostgreSql ? "PostgreSQL" : "SQLite";
        var ratios = new List<double>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var keeper = await MeasureAsync(silo, agents, options.Tasks, cancellation);
            var bare = silo.Server is { } server
                ? await BarePostgreSql.RunAsync(await server.NewDatabaseAsync(cancellation), options.Tasks, cancellation)
                : BareSqlite.Run(silo.NewFile($"bare-{round}.db"), options.Tasks);
            ratios.Add(keeper / bare);
            Console.WriteLine($"tasks   round {round}: end to end {keeper,8:N0}/s   bare {database} {bare,8:N0} life cycles/s   ratio {keeper / bare:F2}");
        }

        Console.WriteLine($"tasks   median ratio {Percentiles.Median(ratios):F2} over {options.Rounds} rounds, {Agents} agents, batches of {BatchSize}");
    }

    private static async Task<double> MeasureAsync(BenchSilo silo, IReadOnlyList<SimulatedAgent> agents, int tasks, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var progress = new Progress(tasks);
        var polls = agents.Select(agent => Task.Run(() => PollAsync(silo, agent, progress, stop.Token), stop.Token)).ToArray();
        var start = Stopwatch.GetTimestamp();
        var submits = Enumerable.Range(0, Submitters).Select(_ => Task.Run(() => SubmitAsync(silo, progress, stop.Token), stop.Token)).ToArray();
        await Task.WhenAny(progress.Done, Task.WhenAll(submits).ContinueWith(t => t.IsFaulted ? t : progress.Done, TaskScheduler.Default).Unwrap()).Unwrap();
        var rate = tasks / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(polls);
        return rate;
    }

    private static async Task SubmitAsync(BenchSilo silo, Progress progress, CancellationToken cancellation)
    {
        using var connection = await RawConnection.ConnectAsync(silo.Operator, cancellation);
        var batch = RawConnection.Post("/api/v1/tasks/batch", TaskLoad.Batch(BenchSilo.Vpc, BatchSize), silo.Key);
        while (progress.TryClaim(BatchSize))
        {
            while (progress.Outstanding > MostOutstanding)
                await Task.Delay(1, cancellation);
            var (status, body) = await connection.RoundTripAsync(batch, cancellation);
            if (status != 201)
                throw new InvalidOperationException($"batch: {status} {Encoding.UTF8.GetString(body.Span)}");
        }
    }

    private static async Task PollAsync(BenchSilo silo, SimulatedAgent agent, Progress progress, CancellationToken cancellation)
    {
        try
        {
            using var connection = await RawConnection.ConnectAsync(silo.Gateway, cancellation);
            IReadOnlyList<TaskReport> reports = [];
            while (true)
            {
                var (status, body) = await connection.RoundTripAsync(BenchSilo.Poll(agent, new PollRequest
                {
                    InstanceId = agent.InstanceId,
                    StartedAt = agent.StartedAt,
                    SentAt = DateTimeOffset.UtcNow,
                    Capacity = 200,
                    WaitSeconds = 1,
                    Reports = reports,
                }), cancellation);
                if (status != 200)
                    throw new InvalidOperationException($"poll: {status} {Encoding.UTF8.GetString(body.Span)}");
                var answer = JsonSerializer.Deserialize(body.Span, AgentWireJson.Default.PollResponse)!;
                if (answer.Refused.Count > 0)
                    throw new InvalidOperationException($"refused: {answer.Refused[0].Reason}");
                progress.Finished(answer.Accepted.Count);
                reports = TaskLoad.Reports(answer);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return; // the measurement is over
        }
    }

    private sealed class Progress(int tasks)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _claimed;
        private int _finished;

        public Task Done => _done.Task;

        public int Outstanding => Volatile.Read(ref _claimed) - Volatile.Read(ref _finished);

        public bool TryClaim(int count)
        {
            if (Interlocked.Add(ref _claimed, count) <= tasks)
                return true;
            Interlocked.Add(ref _claimed, -count);
            return false;
        }

        public void Finished(int count)
        {
            if (Interlocked.Add(ref _finished, count) >= tasks)
                _done.TrySetResult();
        }
    }
}
