using System.Net;
using Keeper.Process.Tests.Faults;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Standby;

/// <summary>The database is away for longer than the lease lasts: whoever is active then acts no more, and one of the two is active afterwards.</summary>
public sealed class OutageTests
{
    private const int Tasks = 200;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(9);

    [PostgreSqlFact]
    public async Task Database_HungLongerThanTheLease_NobodyAnswersAsActiveAndOneIsActiveAfterwards()
    {
        await using var pair = await SiloPair.StartAsync();
        await pair.NoteWritersAsync();
        var ids = await pair.ApiOfA.SubmitBatchAsync(Enumerable.Range(0, Tasks).Select(n => pair.Probe($"/{n}")));
        await pair.Target.WhenArrivedAsync(Tasks / 5);
        using var watchA = new OutageWatch(pair.A);
        using var watchB = new OutageWatch(pair.B);

        pair.Server.Hang();
        await Task.WhenAll(watchA.WatchAsync(Away), watchB.WatchAsync(Away));
        pair.Server.Resume();

        var health = watchA.Health.Concat(watchB.Health).TakeLast(8).Select(h => (string?)h["status"]);
        Assert.DoesNotContain("ok", health);
        var api = await ActiveAsync(pair);
        foreach (var id in ids)
            Assert.Equal("SUCCEEDED", (string?)(await api.EndOfAsync(id))["state"]);
        Assert.Empty((await api.TasksAsync(SiloPair.Vpc)).SelectMany(TimelineChecker.Faults));
        Assert.Equal(0, await pair.SharedEpochsAsync());
        // None waits for ever. What was being answered when a term ended has had its connection broken.
        var answers = await Task.WhenAll(watchA.AnswersAsync(), watchB.AnswersAsync());
        Assert.All(answers.SelectMany(each => each), a => Assert.True(a.Status is null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{a.Status}"));
    }

    /// <summary>The API of the one that is active, once the other says that it stands by for it.</summary>
    private static Task<OperatorApi> ActiveAsync(SiloPair pair) => Eventually.GetAsync(
        async () => ((string?)(await SiloPair.HealthAsync(pair.A))["status"], (string?)(await SiloPair.HealthAsync(pair.B))["status"]) switch
        {
            ("ok", "standby") => pair.ApiOfA,
            ("standby", "ok") => pair.ApiOfB,
            _ => null,
        },
        "one active and one standing by");
}
