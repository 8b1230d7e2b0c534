using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Tasks;

/// <summary>A caller that goes away with work on its way loses nothing: the same attempt is handed out again.</summary>
public sealed class PollHangUpTests : IAsyncLifetime
{
    private const string Vpc = "edge";

    private LoneSilo _home = null!;
    private RawAgent _agent = null!;

    private OperatorApi Api => _home.Api;

    public async Task InitializeAsync()
    {
        _home = await LoneSilo.StartAsync();
        await Api.PutVpcAsync(Vpc);
        _agent = await RawAgent.EnrollAsync(_home.Silo.GatewayUrl, await Api.TokenAsync(Vpc), "raw");
        await _agent.PollAsync();
    }

    [Fact]
    public async Task Poll_HungUpWithTheAnswerOnItsWay_IsHandedOutAgainWithTheSameAttempt()
    {
        var submitted = new List<string>();
        for (var round = 0; round < 40; round++)
        {
            var poll = _agent.PollAndHangUpAsync(CancellationToken.None);
            submitted.Add(await SubmitAsync());
            await poll.Within("the answer's head");
        }

        await AssertAllAreHandedOutOnceMoreAsync(submitted);
    }

    [Fact]
    public async Task Poll_HungUpWhileWorkArrives_IsHandedOutAgainWithTheSameAttempt()
    {
        var submitted = new List<string>();
        for (var round = 0; round < 40; round++)
        {
            using var hangUp = new CancellationTokenSource();
            var poll = _agent.PollAndHangUpAsync(hangUp.Token);
            var submission = SubmitAsync();
            // Some polls are gone before the work arrives, some just then, some after.
            if (round % 2 == 0)
                await hangUp.CancelAsync();
            submitted.Add(await submission);
            await hangUp.CancelAsync();
            await poll.Within("the hang-up");
        }

        await AssertAllAreHandedOutOnceMoreAsync(submitted);
    }

    [Fact]
    public async Task Report_Repeated_IsAcceptedAgainAndChangesNothing()
    {
        var id = await SubmitAsync();
        await _agent.PollAsync(waitSeconds: 5);

        var first = await _agent.ReportAsync((id, 1, "RUNNING"), (id, 1, "SUCCEEDED"));
        var before = (await Api.EndOfAsync(id)).ToJsonString();
        var second = await _agent.ReportAsync((id, 1, "SUCCEEDED"));

        Assert.Empty(first["refused"]!.AsArray());
        Assert.Empty(second["refused"]!.AsArray());
        Assert.Equal(before, (await Api.EndOfAsync(id)).ToJsonString());
    }

    public async Task DisposeAsync()
    {
        _agent?.Dispose();
        await _home.DisposeAsync();
    }

    private async Task AssertAllAreHandedOutOnceMoreAsync(List<string> submitted)
    {
        var received = new Dictionary<string, int>(StringComparer.Ordinal);
        while (received.Count < submitted.Count)
        {
            var answer = await _agent.PollAsync(waitSeconds: 1, received.Select(r => (r.Key, r.Value)));
            var instructions = answer["instructions"]!.AsArray();
            Assert.True(instructions.Count > 0, $"{submitted.Count - received.Count} of {submitted.Count} tasks were never handed out again");
            foreach (var instruction in instructions)
                received.Add((string)instruction!["taskId"]!, (int)instruction["attempt"]!);
        }

        Assert.Equal(submitted.Order(StringComparer.Ordinal), received.Keys.Order(StringComparer.Ordinal));
        Assert.All(received, r => Assert.Equal(1, r.Value));

        await _agent.ReportAsync([.. received.SelectMany(r => new[] { (r.Key, r.Value, "RUNNING"), (r.Key, r.Value, "SUCCEEDED") })]);
        foreach (var id in submitted)
        {
            var task = await Api.EndOfAsync(id);
            Assert.Equal("SUCCEEDED", (string?)task["state"]);
            Assert.Empty(TimelineChecker.Faults(task));
        }
    }

    private Task<string> SubmitAsync() => Api.SubmitAsync(Vpc, "port", new JsonObject { ["host"] = "127.0.0.1", ["port"] = 9, ["protocol"] = "tcp" });
}
