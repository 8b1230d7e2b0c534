using System.Text.Json.Nodes;

namespace Keeper.Process.Tests.Harness;

public sealed class TimelineCheckerTests
{
    [Fact]
    public void Faults_SecondAttemptAfterALostLease_AreNone() => Assert.Empty(TimelineChecker.Faults(Task(
        2, ("CREATED", null), ("CREATED", null), ("DISPATCHING", 1), ("RUNNING", 1), ("CREATED", 1), ("DISPATCHING", 2), ("RUNNING", 2), ("SUCCEEDED", 2))));

    [Fact]
    public void Faults_SkippedState_AreNamed() => Assert.Contains(
        "CREATED → RUNNING is not allowed", Single(Task(1, ("CREATED", null), ("RUNNING", 1), ("SUCCEEDED", 1))), StringComparison.Ordinal);

    [Fact]
    public void Faults_TwoEnds_AreNamed() => Assert.Contains(
        TimelineChecker.Faults(Task(1, ("CREATED", null), ("DISPATCHING", 1), ("RUNNING", 1), ("FAILED", 1), ("SUCCEEDED", 1))),
        f => f.Contains("exactly one end", StringComparison.Ordinal));

    [Fact]
    public void Faults_NoEnd_AreNamed() => Assert.Contains(
        TimelineChecker.Faults(Task(1, ("CREATED", null), ("DISPATCHING", 1), ("RUNNING", 1))),
        f => f.Contains("no end", StringComparison.Ordinal));

    [Fact]
    public void Faults_AttemptSkipped_AreNamed() => Assert.Contains(
        TimelineChecker.Faults(Task(2, ("CREATED", null), ("DISPATCHING", 2), ("RUNNING", 2), ("SUCCEEDED", 2))),
        f => f.Contains("names attempt 2, expected 1", StringComparison.Ordinal));

    private static string Single(JsonNode task) => Assert.Single(TimelineChecker.Faults(task));

    private static JsonObject Task(int attempt, params (string State, int? Attempt)[] steps) => new()
    {
        ["id"] = "t",
        ["state"] = steps[^1].State,
        ["attempt"] = attempt,
        ["timeline"] = new JsonArray([.. steps.Select((s, i) => (JsonNode)new JsonObject
        {
            ["state"] = s.State,
            ["at"] = $"2030-01-01T00:00:{i:00}Z",
            ["cause"] = "because",
            ["attempt"] = s.Attempt,
        })]),
    };
}
