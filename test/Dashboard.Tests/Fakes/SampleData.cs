using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Fakes;

/// <summary>A fleet as one might meet it: three VPCs, one of them with trouble. The same every time.</summary>
internal static class SampleData
{
    /// <summary>What a plug-in announces of its arguments.</summary>
    public const string PlcSchema =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "description": "Reads registers of a programmable controller.",
          "type": "object",
          "required": ["station", "registers"],
          "properties": {
            "station": { "type": "string", "description": "Name of the station.", "examples": ["press-4"], "minLength": 1 },
            "registers": { "type": "array", "minItems": 1, "maxItems": 8, "items": { "type": "integer", "minimum": 0, "maximum": 65535 }, "description": "Registers to read." },
            "mode": { "enum": ["fast", "exact"], "default": "fast", "description": "How to read." },
            "pin": { "type": "string", "x-keeper-secret": true, "description": "Pin of the station." },
            "limits": { "type": "object", "properties": { "max": { "type": "number" }, "min": { "type": "number" } }, "description": "Values outside are bad." },
            "tags": { "type": "object", "additionalProperties": { "type": "string" } },
            "anything": {}
          }
        }
        """;

    public static FakePlatform Fill(FakePlatform platform)
    {
        var now = platform.Time.GetUtcNow();
        platform.AddVpc("branch-hamburg", "Branch office, behind its own router");
        platform.AddVpc("local", "The machine that Keeper runs on");
        platform.AddVpc("plant-osaka", "Production line 2");
        platform.AddVpc("staging");
        foreach (var agent in Agents(now))
            platform.Put(agent);
        for (var i = 0; i < 120; i++)
            platform.Put(Task(platform, i, now));
        return platform;
    }

    public static AgentInfo Agent(string id, string name, string vpc, AgentHealth health, DateTimeOffset? seen, string reason = "") => new()
    {
        Id = id,
        Name = name,
        Vpc = vpc,
        Health = health,
        HealthReason = reason,
        LastSeenAt = seen,
        Version = seen is null ? null : "0.1.0",
        Executors = seen is null ? [] : [new("domain", "0.1.0"), new("http", "0.1.0"), new("port", "0.1.0")],
        CreatedAt = (seen ?? DateTimeOffset.UnixEpoch).AddDays(-3),
    };

    private static IEnumerable<AgentInfo> Agents(DateTimeOffset now) =>
    [
        Agent("a-01", "builtin", "local", AgentHealth.Healthy, now.AddSeconds(-2)) with
        {
            InFlight = 1, CpuPercent = 1.8, MemoryBytes = 31_400_000, Outbox = 0, Labels = Labels(("zone", "local")),
        },
        Agent("a-02", "gate-1", "plant-osaka", AgentHealth.Healthy, now.AddSeconds(-1)) with
        {
            Queued = 4, InFlight = 8, CpuPercent = 12.5, MemoryBytes = 44_800_000, Outbox = 0, Labels = Labels(("line", "2"), ("zone", "east")),
        },
        Agent("a-03", "gate-2", "plant-osaka", AgentHealth.Offline, now.AddMinutes(-7), "silent for 7 min: the network was probably lost") with
        {
            Queued = 0, InFlight = 3, Labels = Labels(("line", "2"), ("zone", "east")),
        },
        Agent("a-04", "press-room", "plant-osaka", AgentHealth.Degraded, now.AddSeconds(-3), "overloaded: 212 tasks wait, no capacity for 40 s") with
        {
            Queued = 212, InFlight = 16, CpuPercent = 97, MemoryBytes = 88_000_000, Outbox = 31, Labels = Labels(("line", "1")),
            Executors = [new("domain", "0.1.0"), new("http", "0.1.0"), new("plc-read", "2.4.1", PlcSchema), new("port", "0.1.0")],
            PluginFaults = [new("plc-write", "kind: is required; program: there is no file '/srv/plc/write'")],
        },
        Agent("a-05", "spare", "plant-osaka", AgentHealth.Unknown, null, "never connected"),
        Agent("a-06", "edge-a", "branch-hamburg", AgentHealth.Healthy, now.AddSeconds(-4)) with { InFlight = 2, Labels = Labels(("site", "ham")) },
        Agent("a-07", "edge-b", "branch-hamburg", AgentHealth.Healthy, now.AddSeconds(-1)) with { Labels = Labels(("site", "ham")) },
    ];

    private static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) =>
        labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);

    /// <summary>The <paramref name="i"/>-th newest task.</summary>
    public static TaskInfo Task(FakePlatform platform, int i, DateTimeOffset now)
    {
        var created = now.AddSeconds(-5 - (i * 37));
        var (vpc, agent) = (i % 4) switch
        {
            0 => ("plant-osaka", "a-02"),
            1 => ("branch-hamburg", "a-06"),
            2 => ("local", "a-01"),
            _ => ("plant-osaka", "a-04"),
        };
        var (kind, arguments) = (i % 3) switch
        {
            0 => ("http", $$"""{"url":"https://mes-{{i % 5}}.plant.internal/health","expectStatus":["2xx"],"maxLatencyMs":800}"""),
            1 => ("port", $$"""{"host":"10.0.{{i % 4}}.5","port":5432,"timeoutMs":2000}"""),
            _ => ("domain", """{"name":"orders.plant.internal","recordType":"A"}"""),
        };
        var task = new TaskInfo
        {
            Id = $"t{10_000 - i}",
            Vpc = vpc,
            Kind = kind,
            Arguments = arguments,
            State = TaskState.Created,
            Attempt = 1,
            CreatedAt = created,
            Timeline = "[]",
            RunTimeoutSeconds = 30,
            ExpiresAt = created.AddHours(1),
        };
        return Live(FakeTaskGrain.Enter(task, TaskState.Created, created, "submitted by olga"), i, agent, created);
    }

    private static TaskInfo Live(TaskInfo task, int i, string agent, DateTimeOffset created)
    {
        if (i == 0)
            return task;
        task = FakeTaskGrain.Enter(task, TaskState.Dispatching, created.AddMilliseconds(1.4), $"handed to {agent}", agent);
        if (i == 1)
            return task;
        task = FakeTaskGrain.Enter(task, TaskState.Running, created.AddMilliseconds(9.8), "the executor has it", agent);
        return i switch
        {
            2 or 3 => task,
            11 => FakeTaskGrain.Enter(task, TaskState.TimedOut, created.AddSeconds(30), "ran longer than 30 s", agent, Result(Outcome.TimedOut)),
            17 => FakeTaskGrain.Enter(task, TaskState.Cancelled, created.AddSeconds(4), "cancelled by olga (dashboard)"),
            23 => FakeTaskGrain.Enter(task, TaskState.Expired, created.AddHours(1), "nobody took it within 1 h"),
            _ when i % 9 == 6 => FakeTaskGrain.Enter(task, TaskState.Failed, created.AddMilliseconds(871), "reported by the agent", agent, Result(Outcome.TargetFailed)),
            _ => FakeTaskGrain.Enter(task, TaskState.Succeeded, created.AddMilliseconds(120), "reported by the agent", agent, Result(Outcome.Success)),
        };
    }

    public static TaskResult Result(Outcome outcome) => new()
    {
        Outcome = outcome,
        Message = outcome switch
        {
            Outcome.Success => "200 OK in 108 ms",
            Outcome.TimedOut => "no answer within 30 s",
            _ => "status is 503, expected 2xx",
        },
        DurationMs = outcome switch { Outcome.Success => 108.4, Outcome.TimedOut => 30_000, _ => 861.2 },
        Assertions = outcome == Outcome.TimedOut ? [] :
        [
            new Assertion("status is 2xx", outcome == Outcome.Success, outcome == Outcome.Success ? "200" : "503"),
            new Assertion("latency is at most 800 ms", outcome == Outcome.Success, outcome == Outcome.Success ? "108 ms" : "861 ms"),
            new Assertion("certificate is valid for at least 14 days", true, "61 days (mes.plant.internal)"),
        ],
        Phases = outcome == Outcome.TimedOut ? null : new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["dns"] = 3.2,
            ["connect"] = 11.7,
            ["tls"] = 24.6,
            ["firstByte"] = outcome == Outcome.Success ? 61.1 : 803.4,
            ["transfer"] = 7.8,
        },
        Output = outcome == Outcome.TimedOut ? "" : outcome == Outcome.Success
            ? "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"status\":\"up\",\"orders\":1204}"
            : "HTTP/1.1 503 Service Unavailable\nRetry-After: 30\n\nupstream connect error",
    };
}
