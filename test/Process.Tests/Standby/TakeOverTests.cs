using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Standby;

/// <summary>
/// The active one dies or stops in the middle of a thousand tasks: the other takes over (how soon is printed;
/// docs/components/standby.md has the figures), nothing is lost, and the old one neither writes nor answers when it comes back.
/// </summary>
public sealed class TakeOverTests(ITestOutputHelper output)
{
    private const int Tasks = 1_000;

    /// <summary>Five seconds are promised of a machine that has time; on a build machine under load only "not for ever" can be asserted.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [PostgreSqlFact]
    public async Task TakeOver_ActiveIsKilled_FirstTaskFollowsAndNothingIsLost()
    {
        await using var pair = await SiloPair.StartAsync();
        var ids = await SubmitUntilSomeRanAsync(pair);

        var started = Stopwatch.GetTimestamp();
        await pair.A.Child.KillAsync();
        await AssertFirstTaskInTimeAsync(pair, started, "kill -9");

        await AssertAllEndedAsync(pair, ids);
        await using var again = pair.Launch("a", SiloPair.FirstUser, pair.A.Ports);
        await SiloPair.WhenStandbyAsync(again);
        Assert.Equal(pair.B.OperatorUrl, (string?)(await SiloPair.HealthAsync(again))["active"]);
    }

    [PostgreSqlFact]
    public async Task TakeOver_ActiveIsStopped_FirstTaskFollowsAndTheOldOneWritesAndAnswersNothing()
    {
        await using var pair = await SiloPair.StartAsync();
        await pair.NoteWritersAsync();
        var ids = await SubmitUntilSomeRanAsync(pair);
        var pending = Enumerable.Range(0, 8).Select(i => StatusAsync(pair, $"/pending-{i}")).ToList();

        var started = Stopwatch.GetTimestamp();
        pair.A.Child.Send(Signals.Stop);
        var listed = pair.CliAsync(pair.A, pair.B, "task", "list", "--vpc", SiloPair.Vpc, "--json");
        await AssertFirstTaskInTimeAsync(pair, started, "SIGSTOP");
        Assert.Equal(0, (await listed).ExitCode);

        var late = Enumerable.Range(0, 8).Select(i => StatusAsync(pair, $"/late-{i}")).ToList();
        pair.A.Child.Send(Signals.Continue);
        await SiloPair.WhenStandbyAsync(pair.A);

        Assert.All(await Task.WhenAll(late), status => Assert.True(status is null or HttpStatusCode.ServiceUnavailable, $"answered {status}"));
        await Task.WhenAll(pending);
        await AssertAllEndedAsync(pair, ids);
        await SiloPair.WhenStandbyAsync(pair.A);
        Assert.NotEqual(0, await pair.WritesAsync(SiloPair.FirstUser, epoch: 1));
        Assert.NotEqual(0, await pair.WritesAsync(SiloPair.SecondUser, epoch: 2));
        Assert.Equal(0, await pair.WritesAsync(SiloPair.FirstUser, epoch: 2));
        Assert.Equal(2, await pair.ScalarAsync<long>("SELECT epoch FROM lease"));
    }

    [PostgreSqlFact]
    public async Task TakeOver_ActiveIsAskedToStop_IsImmediateAndGoesBackAgain()
    {
        await using var pair = await SiloPair.StartAsync();
        Assert.Equal(pair.A.OperatorUrl, (string?)(await SiloPair.HealthAsync(pair.B))["active"]);

        pair.A.Child.Send(Signals.Terminate);
        Assert.Equal(0, await pair.A.Child.WaitForExitAsync());
        await pair.B.WhenReadyAsync();
        await AssertEndsAsync(pair, pair.ApiOfB, "/by-b");

        await using var again = pair.Launch("a", SiloPair.FirstUser, pair.A.Ports);
        await SiloPair.WhenStandbyAsync(again);
        await pair.B.Child.KillAsync();
        await again.WhenReadyAsync();
        await AssertEndsAsync(pair, pair.ApiOfA, "/by-a-again");
    }

    [PostgreSqlFact]
    public async Task Standby_AskedForAnything_SaysWhoIsActive()
    {
        await using var pair = await SiloPair.StartAsync();
        using var http = new HttpClient();

        using var api = await http.GetAsync(pair.B.OperatorUrl + "/api/v1/agents");
        using var poll = await http.PostAsync(pair.B.GatewayUrl + "/agent/v1/poll", content: null);
        using var page = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, pair.B.OperatorUrl) { Headers = { { "Accept", "text/html" } } });

        Assert.All([api, poll, page], response => Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode));
        Assert.All([api, poll, page], response => Assert.NotNull(response.Headers.RetryAfter));
        Assert.Contains($"standby, active is {pair.A.OperatorUrl}", await api.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"standby, active is {pair.A.GatewayUrl}", await poll.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"href=\"{pair.A.OperatorUrl}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var keyOfB = new OperatorApi(pair.A.OperatorUrl, await File.ReadAllTextAsync(pair.B.KeyFile));
        Assert.NotNull((await keyOfB.GetAsync("agents"))["items"]);
        var submitted = await pair.CliAsync(pair.B, pair.A, "task", "submit", "--vpc", SiloPair.Vpc, "--kind", "port", "--arg", "host=127.0.0.1", "--arg", "port=1");
        Assert.True(submitted.ExitCode == 0, submitted.Output);
    }

    private static async Task<IReadOnlyList<string>> SubmitUntilSomeRanAsync(SiloPair pair)
    {
        var ids = await pair.ApiOfA.SubmitBatchAsync(Enumerable.Range(0, Tasks).Select(n => pair.Probe($"/{n}")));
        await pair.Target.WhenArrivedAsync(Tasks / 5);
        return ids;
    }

    private async Task AssertFirstTaskInTimeAsync(SiloPair pair, long started, string what)
    {
        await pair.B.WhenReadyAsync();
        output.WriteLine($"{what} to a silo that takes work: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        await AssertEndsAsync(pair, pair.ApiOfB, "/first");
        var elapsed = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{what} to the first completed task: {elapsed.TotalMilliseconds:0} ms");
        Assert.True(elapsed < Limit, $"{what}: {elapsed}");
    }

    private static async Task AssertEndsAsync(SiloPair pair, OperatorApi api, string path)
    {
        var id = (string)(await api.PostAsync("tasks", Urgent(pair.Probe(path))))["id"]!;
        Assert.Equal("SUCCEEDED", (string?)(await api.EndOfAsync(id))["state"]);
    }

    private static JsonObject Urgent(JsonObject task)
    {
        task["priority"] = 9;
        return task;
    }

    private static async Task AssertAllEndedAsync(SiloPair pair, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            await pair.ApiOfB.EndOfAsync(id);
        var tasks = await pair.ApiOfB.TasksAsync(SiloPair.Vpc);

        Assert.Superset(ids.ToHashSet(StringComparer.Ordinal), tasks.Select(t => (string)t["id"]!).ToHashSet(StringComparer.Ordinal));
        Assert.Empty(tasks.SelectMany(TimelineChecker.Faults));
        Assert.All(tasks.Where(t => ids.Contains((string)t["id"]!)), t => Assert.Equal("SUCCEEDED", (string?)t["state"]));
    }

    /// <summary>What the silo that was active answers to a submission; <see langword="null"/> when the connection broke.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(SiloPair pair, string path)
    {
        try
        {
            await pair.ApiOfA.PostAsync("tasks", pair.Probe(path));
            return HttpStatusCode.Created;
        }
        catch (HttpRequestException fault)
        {
            return fault.StatusCode;
        }
    }
}
