namespace Keeper.Cli.Tests.Fakes;

/// <summary>Documents as the operator API writes them.</summary>
internal static class Samples
{
    public const string TaskId = "01jd8m3qv5x7r2k9w4t6y8z0ab";

    public const string Vpc =
        """{"name":"vpc-a","description":"first","labels":{"region":"eu","env":"test"},"createdAt":"2030-03-14T14:09:26Z"}""";

    public const string Agent =
        """{"id":"agent-0123456789abcdef","name":"a1","vpc":"vpc-a","health":"Offline","healthReason":"network lost","lastSeenAt":"2030-03-14T15:08:26Z","version":"0.1.0","executors":[{"kind":"port","version":"1"}],"pluginFaults":[{"plugin":"queue-depth","reason":"kind: is required"}],"labels":{},"queued":2,"inFlight":1,"createdAt":"2030-03-14T14:09:26Z","cpuPercent":1.5,"memoryBytes":31457280,"outbox":0}""";

    public const string Success =
        """{"outcome":"Success","message":"200 in 12 ms","durationMs":12.5,"assertions":[{"text":"status is 2xx","passed":true,"actual":"200"}],"phases":{"dns":1.25,"connect":3},"output":"hello"}""";

    public const string Failure =
        """{"outcome":"TargetFailed","message":"connection refused","durationMs":2,"assertions":[{"text":"port is open","passed":false,"actual":"refused"}],"phases":null,"output":""}""";

    /// <summary>A task that has gone through these states, a second apart.</summary>
    public static string Task(string result, params string[] states)
    {
        var steps = states.Select((s, i) =>
            $$"""{"state":"{{s}}","at":"2030-03-14T15:00:0{{i}}Z","cause":"step {{i}}","agentId":{{(i == 0 ? "null" : "\"agent-1\"")}},"attempt":{{(i == 0 ? "null" : "1")}}}""");
        return $$"""{"id":"{{TaskId}}","vpc":"vpc-a","agentId":"agent-1","kind":"http","arguments":{"url":"http://x/?a=1&b=2"},"state":"{{states[^1]}}","attempt":1,"createdAt":"2030-03-14T15:00:00Z","timeline":[{{string.Join(',', steps)}}],"result":{{result}},"runTimeoutSeconds":30,"priority":0,"expiresAt":"2030-03-14T16:00:00Z","finishedAt":null,"pinned":false}""";
    }

    public static string Created => Task("null", "CREATED");

    public static string Running => Task("null", "CREATED", "DISPATCHING", "RUNNING");

    public static string Succeeded => Task(Success, "CREATED", "DISPATCHING", "RUNNING", "SUCCEEDED");

    public static string Failed => Task(Failure, "CREATED", "DISPATCHING", "RUNNING", "FAILED");

    public static string Page(string? next, params string[] items) =>
        $$"""{"items":[{{string.Join(',', items)}}],"next":{{(next is null ? "null" : $"\"{next}\"")}}}""";
}
