using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Tests.Agents;

/// <summary>The JSON that other programs are written against.</summary>
public sealed class WireTests
{
    private static readonly DateTimeOffset At = new(2030, 3, 14, 15, 9, 26, TimeSpan.FromHours(2));

    [Fact]
    public void Serialize_PollRequest_IsCamelCaseUtcAndWithoutNulls()
    {
        var poll = new PollRequest
        {
            InstanceId = "i",
            StartedAt = At,
            SentAt = At,
            Capacity = 3,
            WaitSeconds = 5,
            Running = [new("t1", 2)],
            Heartbeat = new Heartbeat { MemoryBytes = 7 },
        };

        Assert.Equal(
            """{"instanceId":"i","startedAt":"2030-03-14T13:09:26Z","sentAt":"2030-03-14T13:09:26Z","capacity":3,"waitSeconds":5,"running":[{"taskId":"t1","attempt":2}],"heartbeat":{"memoryBytes":7}}""",
            JsonSerializer.Serialize(poll, AgentWireJson.Default.PollRequest));
    }

    [Fact]
    public void Serialize_TaskReport_UsesTheStatesWords()
    {
        var report = new TaskReport { TaskId = "t1", Attempt = 1, State = TaskState.TimedOut, At = At, Result = new TaskResult { Outcome = Outcome.TimedOut, Message = "m" } };

        var json = JsonSerializer.Serialize(report, AgentWireJson.Default.TaskReport);

        Assert.StartsWith("""{"taskId":"t1","attempt":1,"state":"TIMED_OUT","at":"2030-03-14T13:09:26Z","result":{"outcome":"TimedOut","message":"m",""", json, StringComparison.Ordinal);
        Assert.Equal(TaskState.TimedOut, JsonSerializer.Deserialize(json, AgentWireJson.Default.TaskReport)!.State);
    }

    [Fact]
    public void Deserialize_PollResponse_ArgumentsAreCarriedAsTheyAre()
    {
        const string json = """{"instructions":[{"taskId":"t","attempt":1,"kind":"x","arguments":{ "a": [1, 2.50] },"runTimeoutSeconds":30}],"heartbeatSeconds":5}""";

        var instruction = Assert.Single(JsonSerializer.Deserialize(json, AgentWireJson.Default.PollResponse)!.Instructions);

        Assert.Equal("""{ "a": [1, 2.50] }""", instruction.Arguments.Text);
        Assert.Contains("""{ "a": [1, 2.50] }""", JsonSerializer.Serialize(instruction, AgentWireJson.Default.Options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"instanceId":"a","instanceId":"b"}""")]
    [InlineData("""{"instanceId":7}""")]
    [InlineData("""{"instanceId":"a" """)]
    public void Deserialize_DuplicateWrongOrTorn_IsAnError(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, AgentWireJson.Default.ByeRequest));

    [Theory]
    [InlineData(true, """{"kind":"x","version":"1","repeatable":true}""")]
    [InlineData(false, """{"kind":"x","version":"1"}""")]
    public void Serialize_Repeatable_IsSaidOnlyWhenItIs(bool repeatable, string json)
    {
        var executor = new ExecutorInfo("x", "1", Repeatable: repeatable);

        Assert.Equal(json, JsonSerializer.Serialize(executor, AgentWireJson.Default.ExecutorInfo));
        Assert.Equal(executor, JsonSerializer.Deserialize(json, AgentWireJson.Default.ExecutorInfo));
    }

    [Fact]
    public void Serialize_ArgumentsSchema_SurvivesTheRoundTrip()
    {
        var request = new EnrollRequest { Token = "t", Name = "n", Version = "1", InstanceId = "i", Executors = [new("x", "1", new RawJson("""{"type":"object"}"""))] };

        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(request, AgentWireJson.Default.EnrollRequest), AgentWireJson.Default.EnrollRequest)!;

        Assert.Equal(request.Executors, again.Executors);
    }
}
