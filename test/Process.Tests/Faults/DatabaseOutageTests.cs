using System.Net;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Faults;

/// <summary>The database goes away during load, hanging or refusing, and comes back.</summary>
public sealed class DatabaseOutageTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ways => ["hung", "refused"];

    [PostgreSqlTheory]
    [MemberData(nameof(Ways))]
    public async Task Database_AwayLongerThanTheLease_RequestsWaitOrFailClearlyAndNothingIsLost(string way)
    {
        await using var fleet = await Fleet.StartAsync(await PostgreSqlFleetDatabase.CreateAsync());
        var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
        await fleet.Target.WhenArrivedAsync(FaultScale.Tasks / 4);
        using var watch = new OutageWatch(fleet.Silo);

        await TakeAwayAsync(fleet.Database!, way);
        await watch.WatchAsync(FaultScale.Outage);
        await GiveBackAsync(fleet.Database!, way);
        var recovered = await watch.WhenHealthyAsync();

        var answers = await watch.AnswersAsync();
        output.WriteLine($"{way} for {FaultScale.Outage.TotalSeconds:0} s: {answers.Length} answers, the slowest after "
            + $"{answers.Max(a => a.After).TotalSeconds:0.0} s; healthy again {recovered.TotalSeconds:0.0} s after the database");
        var refused = Assert.IsType<JsonObject>(answers.First(a => a.Status == HttpStatusCode.ServiceUnavailable).Body);
        Assert.Contains("storage", (string?)refused["detail"], StringComparison.OrdinalIgnoreCase);
        Assert.All(answers, a => Assert.True(
            a.Status is HttpStatusCode.OK || (a.Status is HttpStatusCode.ServiceUnavailable && a.RetryAfter is not null), $"{a.Status}"));
        Assert.Contains(watch.Health, h => (string?)h["status"] == "degraded" && h["reasons"]!.ToJsonString().Contains("torage", StringComparison.Ordinal));
        await AssertNothingIsLostAsync(fleet, submission);
    }

    [PostgreSqlTheory]
    [MemberData(nameof(Ways))]
    public async Task Database_AwayForAMoment_EveryRequestIsAnswered(string way)
    {
        await using var fleet = await Fleet.StartAsync(await PostgreSqlFleetDatabase.CreateAsync());
        var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
        await fleet.Target.WhenArrivedAsync(FaultScale.Tasks / 4);
        using var watch = new OutageWatch(fleet.Silo);

        await TakeAwayAsync(fleet.Database!, way);
        var away = watch.WatchAsync(TimeSpan.FromSeconds(4));
        var asked = Enumerable.Range(0, 16).Select(i => fleet.Api.SubmitBatchAsync([fleet.Probe(100_000 + i)])).ToList();
        await away;
        await GiveBackAsync(fleet.Database!, way);

        var ids = (await Task.WhenAll(asked)).SelectMany(each => each).ToList();
        Assert.All(await watch.AnswersAsync(), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        await AssertNothingIsLostAsync(fleet, WithAsync(submission, ids));
    }

    private static async Task<List<string>> WithAsync(Task<List<string>> submission, List<string> more) => [.. await submission, .. more];

    private async Task AssertNothingIsLostAsync(Fleet fleet, Task<List<string>> submission)
    {
        var silo = fleet.Silo.Child.Id;
        var evidence = await fleet.StopAndReadAsync(await submission);

        Assert.Empty(InvariantChecker.Faults(evidence));
        Assert.All(evidence.Tasks.Values, t => Assert.Equal("SUCCEEDED", t.State));
        // An outage of the platform is no silence of the agents: nobody loses a lease or goes offline for it.
        Assert.All(evidence.Tasks.Values, t => Assert.Equal(1, t.Attempt));
        output.WriteLine($"{evidence.Tasks.Count} tasks, every one succeeded in its first attempt, with silo process {silo} from beginning to end");
    }

    private static async Task TakeAwayAsync(IFleetServer database, string way)
    {
        if (way == "hung")
            database.Hang();
        else
            await database.StopAsync();
    }

    private static async Task GiveBackAsync(IFleetServer database, string way)
    {
        if (way == "hung")
            database.Resume();
        else
            await database.StartAsync();
    }
}
