using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Cluster;

/// <summary>
/// One of two or three silos dies or stops: its grains answer on the others (how soon is printed; docs/orleans.md has the figures)
/// and nothing is lost.
/// </summary>
public sealed class SiloLossTests(ITestOutputHelper output)
{
    private const int Networks = 20;
    private const int Tasks = 200;

    /// <summary>Five seconds are promised of a machine that has time; on a build machine under load only "not for ever" can be asserted.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [ClusterFact]
    public Task Loss_SiloIsKilled_ItsGrainsAnswerElsewhereAndNothingIsLost() => LoseAsync("kill -9, 2 silos", silos: 2, Kill);

    [ClusterFact]
    public Task Loss_SiloIsStopped_ItsGrainsAnswerElsewhereAndItEndsWhenItGoesOn() => LoseAsync("SIGSTOP, 2 silos", silos: 2, Stop, EndsAsync);

    [ClusterFact]
    public Task Loss_OneOfThreeIsKilled_TheOthersAgreeAndNothingIsLost() => LoseAsync("kill -9, 3 silos", silos: 3, Kill);

    [ClusterFact]
    public Task Loss_OneOfThreeIsStopped_TheOthersAgreeAndItEndsWhenItGoesOn() => LoseAsync("SIGSTOP, 3 silos", silos: 3, Stop, EndsAsync);

    private static Task Kill(SiloProcess lost) => lost.Child.KillAsync();

    private static Task Stop(SiloProcess lost)
    {
        lost.Child.Send(Signals.Stop);
        return Task.CompletedTask;
    }

    private static Task EndsAsync(SiloProcess lost)
    {
        lost.Child.Send(Signals.Continue);
        return lost.Child.WaitForExitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task LoseAsync(string how, int silos, Func<SiloProcess, Task> lose, Func<SiloProcess, Task>? after = null)
    {
        var (cluster, a, b) = await SiloCluster.StartAsync("one", "two");
        await using var disposing = cluster;
        var c = silos > 2 ? await cluster.StartSiloAsync("c") : b;
        using var apiOfA = a.Api();
        using var apiOfB = b.Api();
        using var apiOfC = c.Api();
        await SpreadAsync(cluster, new[] { apiOfA, apiOfB, apiOfC }[..silos]);
        string[] agents = [await SiloCluster.AgentIdAsync(apiOfB, "one"), await SiloCluster.AgentIdAsync(apiOfB, "two")];
        var ids = await apiOfB.SubmitBatchAsync(Enumerable.Range(0, Tasks).Select(n => cluster.Probe($"/{n}")));
        await cluster.Target.WhenArrivedAsync(Tasks / 5);

        var started = Stopwatch.GetTimestamp();
        await lose(a);
        var answers = Task.WhenAll(Enumerable.Range(0, Networks).Select(n => AcceptedAsync(n % 2 == 0 ? apiOfB : apiOfC, cluster.Probe("/none", vpc: NetworkOf(n)))));
        var completions = await Task.WhenAll(agents.Select((agent, n) => CompletedAsync(apiOfB, cluster.Probe($"/pinned-{n}", agent), started)));
        var refusals = (await answers).Sum(answer => answer.Refusals);
        var latest = (await answers).Max(answer => Stopwatch.GetElapsedTime(started, answer.At));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{how}: all of {Networks} grains answer after {latest.TotalMilliseconds:0} ms ({refusals} refusals before); a task of each agent completed after {completions.Min().TotalMilliseconds:0} and {completions.Max().TotalMilliseconds:0} ms"));
        Assert.True(latest < Limit && completions.Max() < Limit, how);

        foreach (var id in ids)
            Assert.Equal("SUCCEEDED", (string?)(await apiOfB.EndOfAsync(id))["state"]);
        Assert.Empty((await apiOfB.TasksAsync(SiloCluster.Vpc)).SelectMany(TimelineChecker.Faults));
        if (after is not null)
            await after(a);
    }

    /// <summary>The networks are made through each silo in turn, so that each has grains; one that it made would rather stay there.</summary>
    private static async Task SpreadAsync(SiloCluster cluster, OperatorApi[] silos)
    {
        for (var n = 0; n < Networks; n++)
        {
            var through = silos[n % silos.Length];
            await through.PutVpcAsync(NetworkOf(n));
            await through.PostAsync("tasks", cluster.Probe("/none", vpc: NetworkOf(n)));
        }
    }

    private static string NetworkOf(int n) => string.Create(CultureInfo.InvariantCulture, $"network-{n}");

    private static async Task<(string Id, long At, int Refusals)> AcceptedAsync(OperatorApi api, JsonObject task)
    {
        var refusals = -1;
        var accepted = await UnlessRefusedAsync(
            () =>
            {
                refusals++;
                return api.PostAsync("tasks", task.DeepClone());
            },
            "an accepted task");
        return ((string)accepted["id"]!, Stopwatch.GetTimestamp(), refusals);
    }

    private static async Task<TimeSpan> CompletedAsync(OperatorApi api, JsonObject task, long started)
    {
        task["priority"] = 9;
        var (id, _, _) = await AcceptedAsync(api, task);
        Assert.Equal("SUCCEEDED", (string?)(await UnlessRefusedAsync(() => api.EndOfAsync(id), $"the end of {id}"))["state"]);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Asks until there is an answer. Nothing but "try again" may come before.</summary>
    private static Task<JsonNode> UnlessRefusedAsync(Func<Task<JsonNode>> ask, string what) => Eventually.GetAsync(
        async () =>
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException fault) when (fault.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }
            catch (HttpRequestException fault)
            {
                throw new InvalidOperationException($"{what}: neither an answer nor \"try again\"", fault);
            }
        },
        what);
}
