using System.Text.Json.Nodes;

namespace Keeper.Process.Tests.Faults;

/// <summary>The checker finds what it is there for.</summary>
public sealed class InvariantCheckerTests
{
    private static readonly DiskAttempt First = new("t1", 1);

    [Fact]
    public void Faults_NothingWrong_AreNone() => Assert.Empty(InvariantChecker.Faults(Sound()));

    [Fact]
    public void Faults_AcceptedTaskWithoutRow_AreNamed() =>
        Single(Sound() with { Accepted = ["t1", "t2"] }, "t2: accepted and lost");

    [Fact]
    public void Faults_EndWrittenTwice_AreNamed() =>
        Single(Sound() with { Totals = new Dictionary<(string, string), long> { [("left", "SUCCEEDED")] = 2 } }, "2 ends were written, 1 tasks show one");

    [Fact]
    public void Faults_BegunByAnAgentOfAnotherVpc_AreNamed() => Assert.Contains(
        InvariantChecker.Faults(Sound(vpc: "right")), f => f.Contains("which is not its VPC's", StringComparison.Ordinal));

    [Fact]
    public void Faults_ResultOfAnAttemptThatNobodyBegan_AreNamed() => Single(Sound(begun: []), "has never begun it");

    [Fact]
    public void Faults_BegunWithoutALease_AreNamed() => Single(Sound(begun: [First, new("t1", 2)]), "was never leased to it");

    [Fact]
    public void Faults_AcceptedReportThatTheRowDoesNotShow_AreNamed() => Single(Sound(reported: "FAILED"), "was accepted and is lost");

    [Fact]
    public void Faults_RefusedReportThatTheRowDoesNotShow_AreNone() => Assert.Empty(InvariantChecker.Faults(
        Sound(reported: "FAILED", log: "warn The report of task t1, attempt 1, Failed, was refused: too late")));

    [Fact]
    public void Faults_RanTwiceInOneAttempt_AreNamed() => Single(Sound(hits: 2), "ran 2 times in 1 attempts");

    private static void Single(Evidence evidence, string fault) =>
        Assert.Contains(fault, Assert.Single(InvariantChecker.Faults(evidence)), StringComparison.Ordinal);

    private static Evidence Sound(string vpc = "left", DiskAttempt[]? begun = null, string reported = "SUCCEEDED", string log = "", int hits = 1)
    {
        var report = new JsonObject { ["state"] = reported, ["result"] = new JsonObject { ["outcome"] = "Success" } };
        var disk = new AgentDisk(
            (begun ?? [First]).ToHashSet(), new Dictionary<DiskAttempt, JsonNode> { [First] = report }, new HashSet<DiskAttempt> { First });
        var task = new TaskRecord(
            "t1", "left", "a1", "SUCCEEDED", 1,
            [Step("CREATED", null), Step("DISPATCHING", 1), Step("RUNNING", 1), Step("SUCCEEDED", 1)],
            new JsonObject { ["outcome"] = "Success" }, "http://target/left/often/1");
        return new Evidence(
            ["t1"],
            new Dictionary<string, TaskRecord>(StringComparer.Ordinal) { ["t1"] = task },
            new Dictionary<string, AgentRecord>(StringComparer.Ordinal) { ["a1"] = new("a1", vpc, "one", disk, log) },
            new Dictionary<(string, string), long> { [("left", "SUCCEEDED")] = 1 },
            new Dictionary<string, int>(StringComparer.Ordinal) { ["/left/often/1"] = hits });
    }

    private static JsonObject Step(string state, int? attempt) => new()
    {
        ["state"] = state,
        ["at"] = "2030-01-01T00:00:00Z",
        ["cause"] = "because",
        ["agentId"] = "a1",
        ["attempt"] = attempt,
    };
}
