using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Tasks;

/// <summary>
/// kill -9 with a thousand tasks in flight: none lost, each ends once, and what ran twice is only what the agent was
/// executing when it was killed.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Tasks = 1_000;
    private const int Kills = 3;

    // How many instructions an agent runs at once when it is not told otherwise.
    private const int AgentCapacity = 100;

    // What the agent may have been executing at some kill.
    private readonly HashSet<string> _executing = new(StringComparer.Ordinal);

    private Installation _keeper = null!;

    public async Task InitializeAsync() => _keeper = await Installation.StartAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_Silo_LosesNothingAndRunsNothingTwice(int seed)
    {
        var ids = await SubmitAsync();

        await KillAtRandomMomentsAsync(seed, _keeper.KillAndRestartSiloAsync);

        await AssertAllEndedOnceAsync(ids);
        Assert.Equal(Tasks, _keeper.Target.Hits.Count);
        Assert.All(_keeper.Target.Hits, hit => Assert.Equal(1, hit.Value));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Kill_Agent_RepeatsOnlyWhatItWasExecuting(int seed)
    {
        var ids = await SubmitAsync();

        await KillAtRandomMomentsAsync(seed, async () =>
        {
            await KillAgentAsync();
            _keeper.StartAgent();
        });

        await AssertAllEndedOnceAsync(ids);
        AssertOnlyWhatWasExecutingRanTwice();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Kill_Both_RepeatsOnlyWhatTheAgentWasExecuting(int seed)
    {
        var ids = await SubmitAsync();

        await KillAtRandomMomentsAsync(seed, async () =>
        {
            await Task.WhenAll(KillAgentAsync(), _keeper.KillSiloAsync());
            await _keeper.StartSiloAsync();
            _keeper.StartAgent();
        });

        await AssertAllEndedOnceAsync(ids);
        AssertOnlyWhatWasExecutingRanTwice();
    }

    [Fact]
    public async Task Kill_SiloDuringSubmission_RepeatedWithKeysMakesEachTaskOnce()
    {
        var submission = Task.Run(SubmitPieceByPieceAsync);
        await _keeper.Target.WhenArrivedAsync(150);
        await _keeper.KillAndRestartSiloAsync();

        await AssertAllEndedOnceAsync(await submission);
        Assert.Equal(Tasks, _keeper.Target.Hits.Count);
        Assert.All(_keeper.Target.Hits, hit => Assert.Equal(1, hit.Value));
    }

    public async Task DisposeAsync() => await _keeper.DisposeAsync();

    private Task<IReadOnlyList<string>> SubmitAsync() =>
        _keeper.Api.SubmitBatchAsync(Enumerable.Range(0, Tasks).Select(n => _keeper.Probe($"/{n}")));

    private async Task<IReadOnlyList<string>> SubmitPieceByPieceAsync()
    {
        var ids = new List<string>();
        foreach (var piece in Enumerable.Range(0, Tasks).Select(n => $"/{n}").Chunk(50))
        {
            // Whoever got no answer asks again with the same keys.
            ids.AddRange(await Eventually.GetAsync<IReadOnlyList<string>>(
                async () => await _keeper.Api.SubmitBatchAsync(piece.Select(path => _keeper.Probe(path, idempotencyKey: path))),
                "tasks to be taken"));
        }

        return ids;
    }

    /// <summary>
    /// The moment is a number of requests that have arrived at the target, not a time: it means the same on any machine.
    /// Answers are held back at that moment, so that the agent is executing something for sure.
    /// </summary>
    private async Task KillAtRandomMomentsAsync(int seed, Func<Task> kill)
    {
        var random = new Random(seed);
        for (var round = 0; round < Kills; round++)
        {
            var moment = (round * Tasks / Kills) + random.Next(20, (Tasks / Kills) - 20);
            _keeper.Target.HoldAfter(moment);
            await _keeper.Target.WhenArrivedAsync(moment + 5);
            await kill();
            _keeper.Target.Release();
        }
    }

    private async Task AssertAllEndedOnceAsync(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            await _keeper.Api.EndOfAsync(id);
        var tasks = await _keeper.Api.TasksAsync(Installation.Vpc);

        Assert.Equal(ids.Order(StringComparer.Ordinal), tasks.Select(t => (string)t["id"]!).Order(StringComparer.Ordinal));
        Assert.Empty(tasks.SelectMany(TimelineChecker.Faults));
        Assert.All(tasks, t => Assert.Equal("SUCCEEDED", (string?)t["state"]));

        // Never more runs than attempts.
        Assert.All(tasks, t => Assert.InRange(_keeper.Target.Hits[PathOf(t)], 1, (int)t["attempt"]!));
    }

    private async Task KillAgentAsync()
    {
        await _keeper.KillAgentAsync();
        // An answer that the agent had but had not written down yet counts as well.
        _executing.UnionWith(_keeper.Target.Unanswered);
        _executing.UnionWith(_keeper.Target.LastAnswered(AgentCapacity));
    }

    private void AssertOnlyWhatWasExecutingRanTwice()
    {
        var twice = _keeper.Target.Hits.Where(hit => hit.Value > 1).Select(hit => hit.Key).ToList();

        Assert.NotEmpty(twice); // answers were held back at each kill, so something was being executed
        Assert.Subset(_executing, twice.ToHashSet(StringComparer.Ordinal));
    }

    private static string PathOf(JsonNode task) => new Uri((string)task["arguments"]!["url"]!).AbsolutePath;
}
