using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Keeper.Bench.Load.Http;
using Keeper.Bench.Load.Servers;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Bench.Load.Scenarios;

/// <summary>From the answer to a submission until the instruction is in the agent's hands, one task at a time.</summary>
internal static class PickupScenario
{
    public static async Task RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using var silo = await BenchSilo.StartAsync(cancellation, options.PostgreSql);
        var agent = (await silo.EnrollAsync(1, cancellation))[0];
        using var polls = await RawConnection.ConnectAsync(silo.Gateway, cancellation);
        using var submits = await RawConnection.ConnectAsync(silo.Operator, cancellation);
        var submit = RawConnection.Post("/api/v1/tasks", TaskLoad.Body(BenchSilo.Vpc), silo.Key);
        var afterAnswer = new List<double>();
        var afterSubmit = new List<double>();
        IReadOnlyList<TaskReport> reports = [];
        for (var i = -200; i < options.Samples; i++)
        {
            var poll = BenchSilo.Poll(agent, new PollRequest
            {
                InstanceId = agent.InstanceId,
                StartedAt = agent.StartedAt,
                SentAt = DateTimeOffset.UtcNow,
                Capacity = 10,
                WaitSeconds = reports.Count > 0 ? 0 : 5,
                Reports = reports,
            });
            if (reports.Count > 0)
            {
                await polls.RoundTripAsync(poll, cancellation);
                reports = [];
                i--;
                continue;
            }

            await polls.SendAsync(poll, cancellation);
            await Task.Delay(2, cancellation); // until the poll is parked: an idle agent is what is measured
            var handed = Task.Run(async () =>
            {
                var (_, body) = await polls.ReceiveAsync(cancellation);
                var at = Stopwatch.GetTimestamp();
                return (at, JsonSerializer.Deserialize(body.Span, AgentWireJson.Default.PollResponse)!);
            }, cancellation);
            var sent = Stopwatch.GetTimestamp();
            var (status, answer) = await submits.RoundTripAsync(submit, cancellation);
            var answered = Stopwatch.GetTimestamp();
            if (status != 201)
                throw new InvalidOperationException($"submit: {status} {Encoding.UTF8.GetString(answer.Span)}");
            var (at, response) = await handed;
            reports = TaskLoad.Reports(response);
            if (i < 0 || reports.Count == 0)
                continue;
            afterAnswer.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered, at).TotalMilliseconds));
            afterSubmit.Add(Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds);
        }

        Print("submit answered -> in the agent's hands", afterAnswer);
        Print("submit sent     -> in the agent's hands", afterSubmit);
    }

    private static void Print(string what, List<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"pickup  {what}: p50 {Percentiles.Of(sorted, 0.5):F3} ms   p99 {Percentiles.Of(sorted, 0.99):F3} ms   ({sorted.Length} tasks)");
    }
}
